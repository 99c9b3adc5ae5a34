import test from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const outcomes = ['thrown', 'captured', 'answered'];
const requests = Array.from({length: 300}, (_, id) => ({id: String(id), outcome: outcomes[(id >> 1) % 3]!}));
const userOf = (id: string) => (Number(id) % 3 === 0 ? `said-${id}` : `u-${id}`);

const clients: Record<string, (port: number) => Client> = {
	'HTTP/1.1': createHttpClient,
	'HTTP/2': createH2cClient,
};

for (const [protocol, createClient] of Object.entries(clients)) {
	test(`over ${protocol}, what is said of a request and its user is on its own span and events alone`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		const service = await startService({
			entry: 'test/observability/errors/_failing-service.ts',
			env: {
				SENTRY_DSN: sink.dsn,
				USER_ID_HEADER: 'x-user-id',
				TRUST_PROXY: 'loopback',
				HTTP2: String(protocol === 'HTTP/2'),
				REPORT_LIMIT_PER_MINUTE: '1000',
				OVERLOAD_EVENT_LOOP_DELAY_MS: '0',
			},
		});
		t.teardown(service.stop);
		const client = createClient(service.port);
		const statuses = await Promise.all(
			requests.map(async ({id, outcome}) => {
				const headers = {'x-user-id': `u-${id}`, 'x-request-id': `r-${id}`};
				return (await client.get(`/talkative/${outcome}/${id}`, headers)).status;
			}),
		);
		t.deepEqual(
			statuses,
			requests.map(({outcome}) => (outcome === 'thrown' ? 500 : 200)),
		);
		const stranger = await client.get('/sync/error');
		await client.close();
		await service.stop();

		const told = requests.filter(({outcome}) => outcome !== 'answered');
		t.is(sink.events.length, told.length + 1);
		for (const {id, outcome} of told) {
			const event = sink.events.find(({tags}) => tags?.['request_id'] === `r-${id}`)!;
			t.is(event.exception?.values?.[0]?.value, `for ${id}`);
			t.deepEqual(event.user, {id: userOf(id)});
			t.is(event.tags?.['own'], id);
			t.is(event.tags?.['inner'], outcome === 'captured' ? id : undefined);
			t.deepEqual(
				event.breadcrumbs?.map(({message}) => message),
				[id, id],
			);
			t.is(event.request?.url, `http://127.0.0.1:${service.port}/talkative/${outcome}/${id}`);
		}
		for (const {id, outcome} of requests) {
			const span = sink.spans.find(
				({attributes}) => attributes['url.path'] === `/talkative/${outcome}/${id}`,
			);
			t.is(span?.attributes['user.id'], userOf(id));
		}

		const last = sink.events.find(({tags}) => tags?.['request_id'] === stranger.headers['x-request-id'])!;
		t.is(last.user, undefined, 'a stranger stays one');
		t.deepEqual(last.breadcrumbs ?? [], []);
		t.is(last.tags?.['own'], undefined);
		const span = sink.spans.find(({attributes}) => attributes['url.path'] === '/sync/error');
		t.is(span?.attributes['user.id'], undefined);
	});
}
