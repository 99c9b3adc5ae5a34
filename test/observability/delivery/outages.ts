import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import type {LogLine} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import type {Fault} from '../../kit/sink-faults.ts';
import type {SinkRequest} from '../../kit/sink-store.ts';

const isFailing = ({msg}: LogLine) => String(msg).startsWith('telemetry is not taken');
const isRecovered = ({msg}: LogLine) => msg === 'telemetry is taken again';

/** Answered while nothing at all is taken: no request waits for telemetry. Then all of it arrives. */
const survives = test.macro({
	async exec(t, fault: Fault | 'away', protocol: string) {
		let sink = await startSink();
		const env = {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', SENTRY_SPAN_PROTOCOL: protocol};
		const service = await startService({env});
		t.teardown(service.stop);
		const client = createHttpClient(service.port);
		if (fault === 'away') await sink.close();
		else sink.behave(fault);

		const statuses = await Promise.all(
			Array.from({length: 20}, async (_, index) => {
				const path = index % 4 === 0 ? '/debug/sentry' : '/debug/status/200';
				return (await client.get(path)).status;
			}),
		);
		t.deepEqual(
			statuses,
			statuses.map((_, index) => (index % 4 === 0 ? 500 : 200)),
		);
		if (fault === 'hang') await sink.request();
		else await service.line(isFailing);
		t.deepEqual([sink.events, sink.spans, sink.transactions], [[], [], []]);

		// What hangs is cut, and comes back in the same place.
		await sink.close();
		sink = await startSink({port: Number(new URL(sink.dsn).port)});
		t.teardown(sink.close);
		await service.line(isRecovered);
		t.deepEqual(await service.stop(), {code: 0, signal: null});
		t.is(sink.events.length, 5);
		t.is(protocol === 'otlp' ? sink.spans.length : sink.transactions.length, 20);
		t.false(service.lines.some(({msg}) => msg === 'telemetry dropped'));
	},
	title: (_, fault, protocol) =>
		`while Sentry does ${JSON.stringify(fault)} requests are answered, and all is told afterwards (${protocol})`,
});

test.serial(survives, 'away', 'otlp');
test.serial(survives, 'hang', 'otlp');
test.serial(survives, 'reset', 'otlp');
test.serial(survives, {status: 503}, 'otlp');
test.serial(survives, {status: 429, headers: {'retry-after': '1'}}, 'otlp');
test.serial(survives, {status: 429, headers: {'x-sentry-rate-limits': '1::organization'}}, 'otlp');
test.serial(survives, 'away', 'envelope');

const isLost = test.macro({
	async exec(t, protocol: string, category: string) {
		const sink = await startSink();
		t.teardown(sink.close);
		const env = {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', SENTRY_SPAN_PROTOCOL: protocol};
		const service = await startService({env});
		t.teardown(service.stop);
		sink.behave({status: 413});
		const client = createHttpClient(service.port);
		await client.get('/debug/sentry');
		await client.get('/debug/status/200');
		await sink.request(({path, body}) => path.includes('/envelope/') && body.includes('"type":"event"'));
		const isSpans = ({path, body}: SinkRequest) =>
			path.includes('otlp') || body.includes('"type":"transaction"');
		await sink.request(isSpans);
		while (protocol === 'envelope' && sink.requests.filter(isSpans).length < 2)
			await new Promise(setImmediate);
		sink.behave('accept');
		t.deepEqual(await service.stop(), {code: 0, signal: null});

		const lost = service.lines.filter(({msg}) => msg === 'telemetry dropped');
		t.true(
			lost.length > 0 && lost.every(({detail, reason}) => detail === 'status 413' && reason === 'send_error'),
		);
		const items = (signal: string) =>
			lost.filter(line => line['signal'] === signal).reduce((sum, line) => sum + Number(line['items']), 0);
		t.is(items('events'), 1);
		t.is(items('spans'), 2);
		const told = new Map(
			sink.clientReports.flatMap(report => report.discarded_events.map(event => [event.category, event])),
		);
		t.like(told.get('error'), {reason: 'send_error', quantity: 1});
		t.like(told.get('span'), {reason: 'send_error', quantity: 2});
		if (category !== 'span') t.like(told.get('transaction'), {reason: 'send_error', quantity: 2});
	},
	title: (_, protocol) => `what Sentry refuses as too large is said in the log and in Sentry (${protocol})`,
});

test.serial(isLost, 'otlp', 'span');
test.serial(isLost, 'envelope', 'transaction');

test.serial('a rate limit on spans does not hold up errors', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', SHUTDOWN_TIMEOUT_MS: '2000'},
	});
	t.teardown(service.stop);
	sink.behave({status: 429, headers: {'retry-after': '3600'}}, {only: 'otlp'});
	const client = createHttpClient(service.port);
	await client.get('/debug/status/200');
	await service.line(isFailing);
	await client.get('/debug/sentry');
	t.is((await sink.event()).transaction, 'GET /debug/sentry');
	t.is(sink.spans.length, 0);
});

for (const protocol of ['otlp', 'envelope']) {
	test.serial(
		`a limit on spans for a day is said once, and what falls under it is counted (${protocol})`,
		async t => {
			const sink = await startSink();
			t.teardown(sink.close);
			const service = await startService({
				env: {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', SENTRY_SPAN_PROTOCOL: protocol},
			});
			t.teardown(service.stop);
			sink.behave({
				status: 200,
				headers: {'x-sentry-rate-limits': '86400:transaction;span:organization'},
			});
			const client = createHttpClient(service.port);
			await client.get('/debug/status/200');
			const isLimited = ({msg}: LogLine) => String(msg).startsWith('telemetry is limited');
			const line = await service.line(isLimited);
			t.like(line, {level: 'warn', signal: 'spans'});
			t.regex(String(line['reason']), /86400 s/);
			for (let request = 0; request < 5; request++) await client.get('/debug/status/200');
			await client.get('/debug/sentry');
			t.is((await sink.event()).transaction, 'GET /debug/sentry', 'errors are taken');
			const asked = () => sink.requests.filter(({body}) => !body.includes('"type":"event"')).length;
			const before = asked();
			t.deepEqual(await service.stop(), {code: 0, signal: null});
			t.true(asked() <= before + 3, 'sessions and reports');
			t.is(service.lines.filter(isLimited).length, 1);
			const dropped = service.lines.filter(
				({msg, signal}) => msg === 'telemetry dropped' && signal === 'spans',
			);
			t.deepEqual(new Set(dropped.map(({reason}) => reason)), new Set(['ratelimit_backoff']));
			t.is(
				dropped.reduce((sum, {items}) => sum + Number(items), 0),
				6,
			);
			const told = sink.clientReports.flatMap(report => report.discarded_events);
			t.like(
				told.find(({category}) => category === 'span'),
				{reason: 'ratelimit_backoff', quantity: 6},
			);
		},
	);
}

test.serial(
	'a server without the endpoint is asked rarely, and what to set instead is said once',
	async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		const service = await startService({env: {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true'}});
		t.teardown(service.stop);
		sink.behave({status: 404}, {only: 'otlp'});
		const client = createHttpClient(service.port);
		await client.get('/debug/status/200');
		const isRefused = ({msg}: LogLine) => String(msg).startsWith('telemetry is refused');
		t.regex(String((await service.line(isRefused))['msg']), /SENTRY_SPAN_PROTOCOL=envelope/);
		for (let second = 0; second < 3; second++) {
			await client.get('/debug/status/200');
			await new Promise(resolve => setTimeout(resolve, 1100));
		}
		t.deepEqual(await service.stop(), {code: 0, signal: null});
		t.is(sink.requests.filter(({path}) => path.includes('otlp')).length, 1);
		t.is(service.lines.filter(isRefused).length, 1);
		const dropped = service.lines.filter(
			({msg, signal}) => msg === 'telemetry dropped' && signal === 'spans',
		);
		t.is(
			dropped.reduce((sum, {items}) => sum + Number(items), 0),
			4,
		);
	},
);
