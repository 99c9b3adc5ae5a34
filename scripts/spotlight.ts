import type {Server} from 'node:http';
import {startServer} from '@spotlightjs/spotlight';
import {developmentHost} from './environment.ts';
import {isFree} from './port.ts';
import {Refusal} from './refusal.ts';
import {loadSpotlightPages} from './spotlight-pages.ts';

/** A Spotlight to look at, and where a service sends to it. */
export interface Spotlight {
	/** Absent when none was wanted. */
	url: string | undefined;
	/** For `SENTRY_SPOTLIGHT`. */
	setting: string;
	close(): Promise<void>;
}

const usual = 'http://localhost:8969';

/**
Start Spotlight, https://spotlightjs.com, or take the one that runs already.

From code, not by its command: that one reports to its makers how it is used.

@param wanted - As in `SENTRY_SPOTLIGHT`: `0` for none, a URL for another place than port 8969.
@param host - Where the service is to listen. Unless that is set, only this machine may ask either.
@throws {Refusal} When another program has the port.
*/
export async function startSpotlight(wanted = '1', host = developmentHost): Promise<Spotlight> {
	if (/^(0|false)$/.test(wanted)) return {url: undefined, setting: '0', close: async () => {}};
	const {origin, hostname, port} = parse(/^(1|true)$/.test(wanted) ? usual : wanted);
	const there = {url: origin, setting: `${origin}/stream`, close: async () => {}};
	if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname) || (await isSpotlight(origin))) return there;
	if (!(await isFree(Number(port)))) {
		throw new Refusal(
			`Port ${port} is taken by another program, and Spotlight needs it. Stop that program, or choose another port, such as SENTRY_SPOTLIGHT=http://localhost:8970`,
		);
	}
	const server = await startServer({port: Number(port), filesToServe: await loadSpotlightPages()});
	// It listens on every interface, and can't be told otherwise.
	if (host === developmentHost) {
		server.on('connection', socket => isOfThisMachine(socket.remoteAddress) || socket.destroy());
	}
	return {...there, close: () => closeServer(server)};
}

function isOfThisMachine(address = ''): boolean {
	return /^(::1$|(::ffff:)?127\.)/.test(address);
}

function parse(url: string): URL {
	try {
		return new URL(url);
	} catch {
		throw new Refusal(`SENTRY_SPOTLIGHT must be 1, 0 or the URL of a Spotlight sidecar, got "${url}"`);
	}
}

async function isSpotlight(origin: string): Promise<boolean> {
	try {
		const {headers} = await fetch(`${origin}/health`, {signal: AbortSignal.timeout(2000)});
		return headers.get('x-powered-by') === 'spotlight-by-sentry';
	} catch {
		return false;
	}
}

function closeServer(server: Server): Promise<void> {
	return new Promise(resolve => {
		server.close(() => resolve());
		// An open page holds a stream for as long as it is open.
		server.closeAllConnections();
	});
}
