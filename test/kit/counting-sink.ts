import {splitEnvelope} from './envelope.ts';
import {countSpans} from './otlp-count.ts';
import type {Sink} from './sink.ts';
import {startSink} from './sink.ts';
import type {Reading, Route} from './sink-ingest.ts';
import {answerEnvelope, answerOtlp} from './sink-ingest.ts';
import type {SinkRequest} from './sink-store.ts';

/** What arrived, in numbers. */
export interface Counts {
	/** Refused, hung and reset ones too. */
	requests: number;
	/** Those that did not arrive, by a fault or because they were malformed. */
	refused: number;
	/** Bodies as they were sent, compressed or not; of refused requests too. */
	bytes: number;
	events: number;
	transactions: number;
	/** Over OTLP; those inside transactions aren't counted. */
	spans: number;
	/** Envelope items by type, an item that holds many (`item_count`) as that many. */
	items: Record<string, number>;
}

export interface CountingSink extends Sink {
	counts: Counts;
}

/**
A sink that keeps nothing but numbers, in bounded memory and at next to no cost for the server that is measured.

@throws {Error} When the port is taken.
*/
export async function startCountingSink(): Promise<CountingSink> {
	const counts: Counts = {requests: 0, refused: 0, bytes: 0, events: 0, transactions: 0, spans: 0, items: {}};
	const sink = await startSink({
		instead: {
			read: (route, request) => count(route, request, counts),
			record(request, arrived) {
				counts.requests++;
				counts.bytes += request.wireBytes;
				if (!arrived) counts.refused++;
			},
		},
	});
	return {...sink, counts};
}

function count(
	route: Route,
	{headers, body}: Pick<SinkRequest, 'headers' | 'body'>,
	counts: Counts,
): Reading {
	if (route.kind === 'envelope') {
		const {header, items} = splitEnvelope(body);
		return {
			answer: answerEnvelope(header.event_id),
			arrive() {
				for (const item of items) countItem(counts, item);
			},
		};
	}
	const contentType = headers['content-type'] ?? '';
	const spans = route.kind === 'traces' ? countSpans(body, contentType) : 0;
	return {
		answer: answerOtlp(route, contentType),
		arrive() {
			counts.spans += spans;
		},
	};
}

function countItem(counts: Counts, {type, header}: {type: string; header: Record<string, unknown>}): void {
	const count = Number(header['item_count'] ?? 1);
	counts.items[type] = (counts.items[type] ?? 0) + count;
	if (type === 'event') counts.events += count;
	if (type === 'transaction') counts.transactions += count;
}
