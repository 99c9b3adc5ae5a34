import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const planted = 'planted0secret0123456789';
const personal = 'planted0person';
const address = '203.0.113.77';

/** One way out for every signal: what is masked in one is in each, whoever said it, in a request and outside. */
for (const protocol of ['otlp', 'envelope']) {
	for (const pii of [false, true]) {
		test(`no signal lets a secret out, ${pii ? 'and personal data is in them' : 'nor personal data'} (${protocol})`, async t => {
			const sink = await startSink();
			t.teardown(sink.close);
			const spotlight = await startSink();
			t.teardown(spotlight.close);
			const service = await startService({
				entry: 'test/observability/privacy/_telling-service.ts',
				env: {
					SENTRY_DSN: sink.dsn,
					SENTRY_SPAN_PROTOCOL: protocol,
					SENTRY_SPOTLIGHT: `${spotlight.url}/stream`,
					SENTRY_SEND_DEFAULT_PII: String(pii),
					PLANTED: planted,
					PERSONAL: personal,
				},
			});
			t.teardown(service.stop);
			const client = createHttpClient(service.port);
			const userAgent = `probe Bearer ${planted} https://me:${planted}@host.example`;
			for (const path of [
				'/request',
				'/outside',
				`/request;token=${planted}?secret=${planted}&note=${personal}`,
			]) {
				await client.get(path, {'user-agent': userAgent});
			}
			await client.close();
			t.deepEqual(await service.stop(), {code: 0, signal: null});

			const arrived = new Set(sink.items.map(({type}) => type));
			for (const type of ['event', 'log', 'trace_metric', 'check_in', 'feedback'])
				t.true(arrived.has(type), type);
			t.is(sink.events.length, 2 * 3 + 1, 'three in each place, and a page that does not exist');
			t.is((protocol === 'otlp' ? sink.spans : sink.transactions).length, protocol === 'otlp' ? 5 : 4);
			t.true(spotlight.transactions.length > 0);
			for (const {body, path} of [...sink.requests, ...spotlight.requests]) {
				const text = body.toString();
				const at = (what: string) =>
					`${path}: ${text.slice(Math.max(0, text.indexOf(what) - 200), text.indexOf(what) + 40)}`;
				t.false(text.includes(planted), at(planted));
				if (!pii) t.false(text.includes(personal), at(personal));
				if (!pii) t.false(text.includes(address), at(address));
			}
			const bodies = sink.requests.map(({body}) => body.toString()).join('\n');
			t.true(bodies.includes('[Filtered]'));
			t.is(bodies.includes(`${personal}@mail.example`), pii);
			t.is(bodies.includes(address), pii);
			t.is(service.stdout().includes(planted), false);
		});
	}
}
