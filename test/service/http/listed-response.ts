import {once} from 'node:events';
import type {IncomingMessage, RequestListener} from 'node:http';
import http, {ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import test from 'ava';
import {ListedResponse} from '../../../service/http/listed-response.ts';

type Listed = ServerResponse & {getRawHeaderNames(): string[]};

/** All that can be asked of headers. */
const look = (response: ServerResponse) => [
	response.getHeaders(),
	response.getHeaderNames(),
	(response as Listed).getRawHeaderNames(),
	['x-a', 'X-A', 'x-b', 'x-none'].map(name => [response.getHeader(name), response.hasHeader(name)]),
];

/** What can be done to a response that has begun with `x-a: 1` and `x-b: 2`. */
const doings: Record<string, (response: ServerResponse) => unknown> = {
	nothing() {},
	'set anew': response => response.setHeader('X-A', '3'),
	'set to a list': response => response.setHeader('set-cookie', ['a', 'b']),
	'set to a number': response => response.setHeader('content-length', 2),
	'set from a map': response => response.setHeaders(new Map([['x-c', '3']])),
	'append to': response => response.appendHeader('x-a', '3'),
	'append more': response => response.appendHeader('x-c', ['3', '4']),
	remove: response => response.removeHeader('X-B'),
	'remove what is not there': response => response.removeHeader('x-c'),
	'remove what Node would add': response => response.removeHeader('date'),
	'set what is no name': response => response.setHeader('x c', '3'),
	'set what is no value': response => response.setHeader('x-c', '3\r\nx-d: 4'),
	'set nothing': response => response.setHeader('x-c', undefined as unknown as string),
	'ask for what is no name': response => response.getHeader(3 as unknown as string),
	'ask for no name whether it is there': response => response.hasHeader(3 as unknown as string),
	'write the head': response => response.writeHead(201),
	'write the head with a reason': response => response.writeHead(201, 'Made'),
	'write the head with others': response => response.writeHead(201, {'x-a': '3', 'x-c': '4'}),
	'write the head with a list': response => response.writeHead(201, ['x-a', '3', 'x-a', '4']),
	'write the head with both': response => response.writeHead(201, 'Made', {'x-a': '3'}),
	'write the head twice': response => response.writeHead(201).writeHead(202),
	'flush the head': response => response.flushHeaders(),
	'set after the head': afterHead(response => response.setHeader('x-c', '3')),
	'append after the head': afterHead(response => response.appendHeader('x-a', '3')),
	'remove after the head': afterHead(response => response.removeHeader('x-a')),
	'write a part': response => response.write('part '),
	'answer without a body': response => response.writeHead(204),
};

function afterHead(doing: (response: ServerResponse) => unknown) {
	return (response: ServerResponse) => {
		response.flushHeaders();
		doing(response);
	};
}

type Begin = (response: ServerResponse) => void;

async function seen(type: typeof ServerResponse, begin: Begin, doing: (response: ServerResponse) => unknown) {
	const looks: unknown[] = [];
	const listener: RequestListener = (_request, response) => {
		begin(response);
		try {
			doing(response);
		} catch (error) {
			looks.push((error as {code?: string}).code);
		}
		looks.push(look(response));
		response.end('ok');
		looks.push(look(response));
	};
	const server = http.createServer({ServerResponse: type as never}, listener);
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const request = http.get({port: (server.address() as AddressInfo).port, agent: false});
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const body = await text(response);
	server.close();
	const {statusCode, statusMessage, rawHeaders} = response;
	const sent = rawHeaders.map((part, place) => (rawHeaders[place - 1] === 'Date' ? '' : part));
	return {statusCode, statusMessage, sent, body, looks};
}

const setBoth: Begin = response => response.setHeader('x-a', '1').setHeader('x-b', '2');
const begin: Begin = response => {
	(response as ListedResponse).begin(['x-a', '1']);
	(response as ListedResponse).add('x-b', '2');
};
const beginLate: Begin = response => {
	response.setHeader('x-a', '0').removeHeader('x-a');
	response.setHeader('x-a', '1');
	(response as ListedResponse).begin(['x-b', '2']);
};

for (const [name, doing] of Object.entries(doings)) {
	test(`${name}: answers and tells as a response that was set one by one`, async t => {
		const plain = await seen(ServerResponse, setBoth, doing);
		t.deepEqual(await seen(ListedResponse as never, begin, doing), plain);
		t.deepEqual(await seen(ListedResponse as never, beginLate, doing), plain);
	});
}

test('what it began with is not filed until somebody sets a header', async t => {
	let filed = 0;
	class Watched extends ListedResponse {
		override setHeader(...args: Parameters<ServerResponse['setHeader']>) {
			filed++;
			return super.setHeader(...args);
		}
	}
	const {sent} = await seen(Watched as never, begin, response => response.hasHeader('x-a'));
	t.deepEqual(sent.slice(0, 4), ['x-a', '1', 'x-b', '2']);
	t.is(filed, 0);
});
