/** The same answers by `node:http` alone: no framework can cost less. */
import {createServer} from 'node:http';
import {text} from 'node:stream/consumers';
import {announce} from './listen.ts';
import type {Item} from './quote.ts';
import {quote, quotes} from './quote.ts';

const server = createServer(async (request, response) => {
	const [path = '', query] = request.url!.split('?');
	const body =
		request.method === 'POST'
			? quotes((JSON.parse(await text(request)) as {items: Item[]}).items)
			: quote(path.slice('/quotes/'.length), Number(new URLSearchParams(query).get('quantity') ?? 1));
	const json = JSON.stringify(body);
	response.writeHead(200, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': Buffer.byteLength(json),
	});
	response.end(json);
}).listen(Number(process.env['PORT']), '127.0.0.1', () => announce(server));
