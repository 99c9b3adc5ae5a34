/**
Sinks in a process of their own, off the servers' core: one for each server, by number, opened when first asked
about. Every export is answered `node bench/sink.ts DELAY_MS` later.
*/
import type {CountingSink} from '../test/kit/counting-sink.ts';
import {startCountingSink} from '../test/kit/counting-sink.ts';

export type Question = {server: number};
/** Where that server must send, and what has come from it so far. */
export type Answer = {dsn: string; spans: number; events: number};

const delayMs = Number(process.argv[2] ?? 0);
const sinks = new Map<number, CountingSink>();

process.on('message', async ({server}: Question) => {
	const sink = sinks.get(server) ?? (await open());
	sinks.set(server, sink);
	const {spans, events, transactions, items} = sink.counts;
	// Spans come over OTLP, or by Sentry's own tracing: one item holding many, or a transaction a request.
	const all = spans + (items['span'] ?? 0) + transactions;
	process.send?.({dsn: sink.dsn, spans: all, events} satisfies Answer);
});
process.on('disconnect', () => process.exit());

async function open(): Promise<CountingSink> {
	const sink = await startCountingSink();
	if (delayMs > 0) sink.behave({delayMs});
	return sink;
}
