import {Agent, request} from 'node:http';

export interface Tally {
	/** Answers by status; 0 stands for a connection that failed. */
	statuses: Record<number, number>;
	/** Milliseconds from when the request was due to the end of its answer, by status. */
	latencies: Record<number, number[]>;
	/** Not even asked: every connection was waiting for an answer. */
	keptBack: number;
}

/** To one process. */
const connections = 1000;

/**
Ask `perSecond` times a second for `seconds`, whether or not answers come: as the world does.

A closed loop would slow down with the service, and so never overload it.
*/
export async function openLoop(
	{port, path}: {port: number; path: string},
	perSecond: number,
	seconds: number,
): Promise<Tally> {
	const agent = new Agent({keepAlive: true, maxFreeSockets: connections});
	const tally: Tally = {statuses: {}, latencies: {}, keptBack: 0};
	let underway = 0;
	// As a load balancer has them: opened in advance, since Node accepts one connection a turn of its loop.
	await Promise.all(Array.from({length: connections}, () => ask(performance.now(), '/livez')));
	tally.statuses = {};
	tally.latencies = {};
	const begun = performance.now();
	const total = Math.round(perSecond * seconds);
	const open: Promise<void>[] = [];
	for (let sent = 0; sent < total; ) {
		const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * perSecond));
		for (; sent < due; sent++) {
			if (underway < connections) open.push(ask(begun + (sent / perSecond) * 1000, path));
			else tally.keptBack++;
		}
		await new Promise(resolve => setTimeout(resolve, 1));
	}
	await Promise.all(open);
	agent.destroy();
	return tally;

	function ask(dueAt: number, asked: string): Promise<void> {
		underway++;
		return new Promise(resolve => {
			const done = (status: number) => {
				underway--;
				tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
				tally.latencies[status] ??= [];
				tally.latencies[status].push(performance.now() - dueAt);
				resolve();
			};
			const outgoing = request({host: '127.0.0.1', agent, port, path: asked});
			outgoing.on('error', () => done(0));
			outgoing.on('response', response => response.resume().on('end', () => done(response.statusCode ?? 0)));
			outgoing.end();
		});
	}
}

/** The value that a share of the numbers stays below; 0 of none. */
export function percentile(numbers: number[] = [], share: number): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
