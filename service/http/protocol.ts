import type {Socket} from 'node:net';

/** What HTTP/1.1 and HTTP/2 have a way of their own for. */
export interface Protocol {
	/** Speak it on a connection from now on. */
	take(socket: Socket): void;
	/** Ask for no more requests on the connections there are. */
	retire(): void;
	/** Close the connections that nothing happens on, and each other one when its requests are answered. */
	closeIdle(): void;
	/** Cut what has not arrived in full. */
	cutArriving(): void;
	/** Cut the answers of which nothing was read for so long. */
	cutStalled(stalledMs: number): void;
	/** Close all connections, whatever happens on them. */
	cut(): void;
}

/** @param status - What the caller was answered; nothing of it has reached the application. */
export type OnRefused = (status: number) => void;
