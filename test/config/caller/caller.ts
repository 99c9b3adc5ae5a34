import test from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import type {Seen, Trust} from './_cases.ts';
import {cases, trustProxy} from './_cases.ts';

/** Whatever is said of a caller, handlers, spans and events see the same. */

const protocols: Record<string, (port: number) => Client> = {
	'HTTP/1.1': createHttpClient,
	'HTTP/2': createH2cClient,
};

const runs: [protocol: string, trust: Trust][] = [
	['HTTP/1.1', 'nobody'],
	['HTTP/1.1', 'others'],
	['HTTP/1.1', 'one hop'],
	['HTTP/1.1', 'two hops'],
	['HTTP/1.1', 'loopback'],
	['HTTP/2', 'one hop'],
	['HTTP/2', 'loopback'],
];

for (const [protocol, trust] of runs) {
	test.serial(`over ${protocol}, trusting ${trust}, all agree on who calls`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		const service = await startService({
			entry: 'test/config/caller/_telling-service.ts',
			env: {
				SENTRY_DSN: sink.dsn,
				SENTRY_SEND_DEFAULT_PII: 'true',
				ALLOWED_HOSTS: '127.0.0.1,api.example',
				HTTP2: String(protocol === 'HTTP/2'),
				REPORT_LIMIT_PER_MINUTE: '1000',
				TRUST_PROXY: trustProxy[trust],
				USER_ID_HEADER: trust === 'nobody' ? '' : 'x-user-id',
			},
		});
		t.teardown(service.stop);
		const client = protocols[protocol]!(service.port);
		t.teardown(client.close);
		const asked = await Promise.all(
			Object.entries(cases).map(async ([what, {headers, by}]) => {
				const own: Seen = {
					address: '127.0.0.1',
					ips: [],
					scheme: 'http',
					host: `127.0.0.1:${service.port}`,
				};
				const response = await client.get('/who?a=1', headers);
				return {what, seen: {...own, ...by[trust]}, response};
			}),
		);
		for (const [host, status] of [
			['evil.example', 400],
			['api.example, api.example', 400],
			['//api.example', 400],
			['api.example', 200],
		] as const) {
			const believed = ['one hop', 'two hops', 'loopback'].includes(trust);
			const {status: answered} = await client.get('/who', {'x-forwarded-host': host});
			t.is(answered, believed ? status : 200, host);
		}
		// All has been said then.
		await client.close();
		await service.stop();

		for (const {what, seen, response} of asked) {
			const origin = `${seen.scheme}://${seen.host}`;
			const {hostname, port} = new URL(origin);
			t.is(response.status, 200, what);
			const told = response.json() as Record<string, unknown>;
			t.like(
				told,
				{
					ip: seen.address,
					secure: seen.scheme === 'https',
					protocol: seen.scheme,
					hostname,
					origin,
					href: `${origin}/who?a=1`,
					url: `${origin}/who?a=1`,
					cookie: seen.scheme === 'https' ? 'set' : 'refused',
					user: seen.user,
				},
				what,
			);
			t.deepEqual(told['ips'], seen.ips, what);
			t.is(String(told['host']).replace(/:443$/, ''), seen.host, what);

			const [, traceId] = String(response.headers['traceresponse']).split('-');
			const span = sink.spans.find(found => found.traceId === traceId)!;
			t.like(
				span.attributes,
				{
					'client.address': seen.address,
					'url.scheme': seen.scheme,
					'server.address': hostname,
					'server.port': Number(port || (seen.scheme === 'https' ? 443 : 80)),
					'user.id': seen.user,
				},
				what,
			);
			const event = sink.events.find(({contexts}) => contexts?.trace?.trace_id === traceId)!;
			t.is(event.request?.url, `${origin}/who`, what);
			t.is(event.user?.ip_address, seen.address, what);
			t.is(event.user?.id, seen.user, what);
		}
	});
}
