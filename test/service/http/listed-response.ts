import {once} from 'node:events';
import type {IncomingMessage, RequestListener} from 'node:http';
import http, {ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {connect} from 'node:net';
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

/** The head of an answer as it was sent, line by line in no order: by the letter, also what Node adds by itself. */
async function headOf(type: typeof ServerResponse, begin: Begin, request: string) {
	const listener: RequestListener = (_request, response) => {
		begin(response);
		response.end('{"a":1}');
	};
	const server = http.createServer({ServerResponse: type as never}, listener);
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	socket.write(request);
	let answer = '';
	while (!answer.endsWith('{"a":1}')) answer += String((await once(socket, 'data'))[0]);
	socket.destroy();
	server.close();
	const [status, ...lines] = answer.split('\r\n\r\n', 1)[0]!.split('\r\n');
	return [status, ...lines.filter(line => !line.startsWith('Date: ')).sort()];
}

const described: Record<string, string> = {
	'x-a': '1',
	'content-type': 'application/json; charset=utf-8',
	'content-length': '7',
};

for (const [said, request] of Object.entries({
	'HTTP/1.1': 'GET / HTTP/1.1\r\nhost: a\r\n\r\n',
	'HTTP/1.1, to be the last': 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
	'HTTP/1.0': 'GET / HTTP/1.0\r\n\r\n',
	'HTTP/1.0, not to be the last': 'GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n',
})) {
	test(`asked in ${said}, it says as much of the connection and the body's end`, async t => {
		const names = Object.keys(described);
		for (const listed of [names, names.toReversed(), names.slice(0, 2)]) {
			const some = Object.fromEntries(listed.map(name => [name, described[name]!]));
			const setSome: Begin = response => response.setHeaders(new Map(Object.entries(some)));
			const addSome: Begin = response => {
				(response as ListedResponse).begin([]);
				for (const name of listed) (response as ListedResponse).add(name, some[name]!);
			};
			const head = await headOf(ListedResponse as never, addSome, request);
			t.deepEqual(head, await headOf(ServerResponse, setSome, request));
		}
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
