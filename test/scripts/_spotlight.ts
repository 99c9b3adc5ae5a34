import type {ErrorEvent, TransactionEvent} from '@sentry/core';
import {Arrivals} from '../kit/arrivals.ts';

export interface ShownLog {
	body: string;
	level: string;
	trace_id: string;
}

export interface SpotlightReader {
	/** The first error that Spotlight shows, or will within 5 s, and that matches. */
	event(matches?: (event: ErrorEvent) => boolean): Promise<ErrorEvent>;
	transaction(matches?: (transaction: TransactionEvent) => boolean): Promise<TransactionEvent>;
	log(matches?: (log: ShownLog) => boolean): Promise<ShownLog>;
	close(): void;
}

type Envelope = [unknown, [{type: string}, unknown][]];

/** Read what a Spotlight has to show, as its own page does. @throws {Error} When there is none. */
export async function readSpotlight(url: string): Promise<SpotlightReader> {
	const stop = new AbortController();
	const all: string[] = [];
	const events = new Arrivals<ErrorEvent>('event', () => all.join('\n'));
	const transactions = new Arrivals<TransactionEvent>('transaction', () => all.join('\n'));
	const logs = new Arrivals<ShownLog>('log', () => all.join('\n'));
	const {body} = await fetch(`${url}/stream`, {signal: stop.signal});

	async function read(): Promise<void> {
		let text = '';
		for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
			text += chunk;
			for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
				take(text.slice(0, end));
				text = text.slice(end + 1);
			}
		}
	}

	function take(line: string): void {
		if (!line.startsWith('data: ')) return;
		const [, items] = JSON.parse(line.slice('data: '.length)) as Envelope;
		for (const [{type}, item] of items) {
			all.push(JSON.stringify(item));
			if (type === 'event') events.add(item as ErrorEvent);
			if (type === 'transaction') transactions.add(item as TransactionEvent);
			if (type === 'log') for (const log of (item as {items: ShownLog[]}).items) logs.add(log);
		}
	}

	read().catch(() => {
		// Spotlight has ended, or `close` was called.
	});
	return {
		event: matches => events.first(matches),
		transaction: matches => transactions.first(matches),
		log: matches => logs.first(matches),
		close: () => stop.abort(),
	};
}
