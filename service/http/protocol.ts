import type net from 'node:net';

/** What HTTP/1.1 and HTTP/2 have a way of their own for. */
export interface Protocol {
	server: net.Server;
	/** Ask for no more requests on the connections there are. */
	retire(): void;
	/** Close the connections that nothing happens on, and from now on each one as it falls idle. */
	release(): void;
	/** Close all connections, whatever happens on them. */
	cut(): void;
}

/** @param status - What the caller was answered; nothing of it has reached the application. */
export type OnRefused = (status: number) => void;
