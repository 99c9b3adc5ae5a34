import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import type {LogLine, Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import {askHttp1, askHttp2, http1Ways, http2Ways, places} from './_leaving-ways.ts';

const protocols = {
	'HTTP/1.1': {ask: askHttp1, ways: Object.keys(http1Ways), createClient: createHttpClient},
	'HTTP/2': {ask: askHttp2, ways: Object.keys(http2Ways), createClient: createH2cClient},
};

for (const [protocol, {ask, ways, createClient}] of Object.entries(protocols)) {
	const cells = ways.flatMap(way => places.map(place => ({way, place, path: `/${place}/${way}`})));
	let sink: Sink;
	let service: Service;

	test.before(async () => {
		sink = await startSink();
		service = await startService({
			entry: 'test/service/http/_leaving-service.ts',
			env: {SENTRY_DSN: sink.dsn, HTTP2: String(protocol === 'HTTP/2'), ACCESS_LOG: 'all'},
		});
		await Promise.all(
			cells.map(async ({way, place, path}) => {
				const left = ask(service.port, place, way);
				await service.line(({begun}) => begun === path);
				if (place === 'downloading') await left.begun;
				left.leave();
				const ended = (line: LogLine) => line['msg'] === 'request' && line['path'] === path;
				await service.line(ended).catch(() => {});
				left.close();
			}),
		);
		const client = createClient(service.port);
		await client.get('/livez');
		await client.close();
		// All that it had to say is said, so that "no event" is a fact and not a matter of waiting.
		await service.stop();
	});

	test.after.always(async () => {
		await service?.stop();
		await sink?.close();
	});

	for (const {way, place, path} of cells) {
		test(`${protocol}: leaving by ${way} while ${place} is a 499, and a span without a status`, t => {
			const spans = sink.spans.filter(({attributes}) => attributes['url.path'] === path);
			t.is(spans.length, 1);
			t.is(spans[0]!.attributes['http.response.status_code'], undefined);
			t.is(spans[0]!.status.code, 0);
			const lines = service.lines.filter(line => line['path'] === path);
			t.deepEqual(
				lines.map(({status}) => status),
				[499],
			);
			t.false(
				service.lines.some(({handled}) => handled === path),
				'nothing is done with half a body',
			);
		});
	}

	test(`${protocol}: none of them is an event or an errored session, and the process lives`, async t => {
		t.deepEqual(sink.events, []);
		t.deepEqual(await service.exited, {code: 0, signal: null});
		t.is(service.stderr(), '');
		const counts = (sink.sessions as {aggregates?: {errored?: number}[]}[]).flatMap(
			({aggregates = []}) => aggregates,
		);
		t.true(counts.length > 0);
		t.true(counts.every(({errored = 0}) => errored === 0));
	});
}
