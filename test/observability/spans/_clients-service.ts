import http from 'node:http';
import {text} from 'node:stream/consumers';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import axios from 'axios';
import got from 'got';
import {serveRoutes} from '../../kit/serve-routes.ts';

const upstream = process.env['UPSTREAM_URL']!;
const {hostname, port} = new URL(upstream);

function get(options: http.RequestOptions): Promise<string> {
	return new Promise((resolve, reject) => {
		http
			.get({hostname, port, ...options}, response => {
				text(response).then(resolve, reject);
			})
			.on('error', reject);
	});
}

/** One of each: calls the upstream with that client, at `/products/NAME`. */
const clients: Record<string, (path: string) => Promise<unknown>> = {
	http: path => get({path}),
	axios: async path => (await axios.get(upstream + path)).data,
	got: path => got(upstream + path).json(),
	'aws-sdk': async path => {
		// What its clients hand to it: https://smithy.io/2.0/ts-ssdk/introduction.html
		const request = {
			method: 'GET',
			protocol: 'http:',
			hostname,
			port: Number(port),
			path,
			query: {},
			headers: {},
		};
		const {response} = await new NodeHttpHandler().handle(request as never);
		return text(response.body);
	},
	headers: path =>
		get({
			path,
			headers: {traceparent: '00-1', tracestate: 'theirs=1', baggage: 'own=1,sentry-release=other'},
		}),
	list: path => get({path, headers: ['accept', '*/*', 'host', 'x']}),
	secret: path => get({path: `${path}?token=hush&page=2`, auth: 'user:hush'}),
	proxied: path => get({hostname, port, path: `http://shop.example:81${path}`}),
	refused: () => get({port: 1, path: '/none'}),
	aborted: path => get({path, signal: AbortSignal.timeout(50)}),
};

await serveRoutes(router => {
	router.get('/call/:client', async ctx => {
		const {client} = ctx['params'] as {client: string};
		ctx.body = await clients[client]!(`/products/${client}`).catch((error: Error) => error.name);
	});
});
