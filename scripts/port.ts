import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {connect, createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {Refusal} from './refusal.ts';

/** Whether a server could listen there. @param host - Every interface when left out. */
export async function isFree(port: number, host?: string): Promise<boolean> {
	try {
		await probe(port, host);
		return true;
	} catch {
		return false;
	}
}

/**
The port to listen on: `PORT`, or a free one when that is 0.

@param command - Stands in the advice.
@throws {Refusal} When another program has it.
*/
export async function claimPort(env: Record<string, string | undefined>, command: string): Promise<number> {
	const port = Number(env['PORT'] || 3000) || (await findFreePort());
	if (await isFree(port, env['HOST'])) return port;
	throw new Refusal(
		`Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} ${command}`,
	);
}

/** A port that nobody listens on at the moment. */
export function findFreePort(): Promise<number> {
	return probe(0);
}

async function probe(wanted: number, host?: string): Promise<number> {
	const server = createServer();
	server.listen({port: wanted, ...(host && {host})});
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** Resolves once somebody listens there; rejects when the signal is aborted first. */
export async function untilTaken(port: number, host: string, signal: AbortSignal): Promise<void> {
	while (!(await answers(port, host))) await sleep(100, undefined, {signal});
}

function answers(port: number, host: string): Promise<boolean> {
	return new Promise(resolve => {
		const socket = connect({port, host});
		socket.once('connect', () => resolve(true));
		socket.once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}
