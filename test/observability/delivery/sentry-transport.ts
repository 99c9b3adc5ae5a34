import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import type {EventEnvelope, SessionEnvelope} from '@sentry/core';
import test from 'ava';
import {pino} from 'pino';
import {createDeliveries} from '../../../observability/delivery/deliveries.ts';
import {createSentryTransport} from '../../../observability/delivery/sentry-transport.ts';

test('a rate limit on sessions does not hold up errors', async t => {
	const taken: string[] = [];
	const server = createServer(async (request, response) => {
		const body = await text(request);
		if (body.includes('"type":"sessions"')) response.writeHead(429, {'retry-after': '3600'}).end();
		else {
			taken.push(body);
			response.end();
		}
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const told: string[] = [];
	const deliveries = createDeliveries(pino({}, {write: line => told.push(line)}));
	const lost: unknown[] = [];
	const transport = createSentryTransport(deliveries)({
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		recordDroppedEvent: (...drop: unknown[]) => lost.push(drop),
	});

	const sessions = transport.send([
		{sent_at: ''},
		[[{type: 'sessions'}, {aggregates: []}]],
	] as unknown as SessionEnvelope);
	while (told.length === 0) await new Promise(setImmediate);
	const event = [
		{event_id: 'e', sent_at: ''},
		[[{type: 'event'}, {event_id: 'e'}]],
	] as unknown as EventEnvelope;
	t.like(await transport.send(event), {statusCode: 200});
	t.is(taken.length, 1);

	await deliveries.close(performance.now());
	t.deepEqual(await sessions, {});
	t.deepEqual(lost, [['network_error', 'session', 1]]);
	server.closeAllConnections();
	await new Promise(resolve => server.close(resolve));
});
