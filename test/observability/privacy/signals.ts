import type {ExecutionContext} from 'ava';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

const planted = 'planted0secret0123456789';
const personal = 'planted0person';
const address = '203.0.113.77';

const signals = ['event', 'feedback', 'log', 'trace_metric', 'check_in', 'span'];

interface Life {
	/** Where it tells everything. */
	places: string[];
	events: number;
	live(env: Record<string, string>): Promise<Service>;
}

const lives: Life[] = [
	{
		places: ['the start', 'a timer', 'a job', 'a request', 'the stop'],
		// Three in each place, and in a second request; a job that fails, and a page that is not there.
		events: 3 * 6 + 2,
		async live(env) {
			const service = await startService({entry: 'test/observability/privacy/_telling-service.ts', env});
			const client = createHttpClient(service.port);
			const userAgent = `probe Bearer ${planted} https://me:${planted}@host.example`;
			const query = `?secret=${planted}&note=${personal}`;
			for (const path of ['/request', `/request${query}`, `/no-page;token=${planted}${query}`]) {
				await client.get(path, {'user-agent': userAgent});
			}
			await client.close();
			await service.stop();
			return service;
		},
	},
	{
		places: ['a failing start'],
		events: 3 + 1,
		async live(env) {
			const nodeArguments = ['--import', './test/observability/privacy/_telling-import.ts'];
			const service = await startService({nodeArguments, env, waitForListening: false});
			await service.exited;
			return service;
		},
	},
];

/** One way out for every signal: what is masked in one is in each, whoever said it, and wherever. */
for (const protocol of ['otlp', 'envelope']) {
	for (const pii of [false, true]) {
		for (const {places, events, live} of lives) {
			const what = `no signal of ${places.join(', ')} lets a secret out`;
			test.serial(
				`${what}, ${pii ? 'and personal data is in them' : 'nor personal data'} (${protocol})`,
				async t => {
					const [sink, spotlight] = await Promise.all([startSink(), startSink()]);
					t.teardown(sink.close);
					t.teardown(spotlight.close);
					const service = await live({
						SENTRY_DSN: sink.dsn,
						SENTRY_SPAN_PROTOCOL: protocol,
						SENTRY_SPOTLIGHT: `${spotlight.url}/stream`,
						SENTRY_SEND_DEFAULT_PII: String(pii),
						OTEL_RESOURCE_ATTRIBUTES: `api.token=${planted},note=password=${planted},owner.email=${personal}`,
						PLANTED: planted,
						PERSONAL: personal,
					});
					t.teardown(service.stop);

					t.is(sink.events.length, events);
					t.true(spotlight.transactions.length > 0);
					expectEach(t, sink, {places, pii});
					for (const {body, path} of [...sink.requests, ...spotlight.requests]) {
						const text = body.toString();
						const at = (secret: string) =>
							`${path}: ${text.slice(Math.max(0, text.indexOf(secret) - 200), text.indexOf(secret) + 40)}`;
						t.false(text.includes(planted), at(planted));
						if (!pii) t.false(text.includes(personal), at(personal));
						if (!pii) t.false(text.includes(address), at(address));
					}
					t.false((service.stdout() + service.stderr()).includes(planted));
				},
			);
		}
	}
}

/** Each signal has arrived from each place, with what was masked in it and, where wanted, with personal data. */
function expectEach(t: ExecutionContext, sink: Sink, {places, pii}: {places: string[]; pii: boolean}): void {
	const told = toldOf(sink);
	for (const place of places) {
		for (const signal of signals) {
			const own = told.filter(({type, text}) => type === signal && text.includes(`told in ${place}: `));
			const text = own.map(each => each.text).join('\n');
			t.true(text.includes('[Filtered]'), `${signal} in ${place}`);
			// A check-in has no place for it.
			if (signal === 'check_in') continue;
			t.is(text.includes(`${personal}@mail.example`), pii, `${signal} in ${place}`);
			t.is(text.includes(address), pii, `${signal} in ${place}`);
		}
	}
}

/** Everything that arrived, each as a text. */
function toldOf({items, spans, transactions}: Sink): {type: string; text: string}[] {
	const inItems = items.flatMap(({type, payload}) =>
		((payload as {items?: unknown[]}).items ?? [payload]).map(each => ({type, text: JSON.stringify(each)})),
	);
	const ofTransactions = transactions.flatMap(({spans: below = [], ...own}) => [own, ...below]);
	const asText = (span: unknown) =>
		JSON.stringify(span, (_, value) => (typeof value === 'bigint' ? String(value) : value));
	return [...inItems, ...[...spans, ...ofTransactions].map(span => ({type: 'span', text: asText(span)}))];
}
