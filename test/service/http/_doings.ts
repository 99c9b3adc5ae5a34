import {Readable} from 'node:stream';
import type {Context} from 'koa';

type Done = Record<string, unknown>;

/** What a handler can do to a response, by name: what it does itself, then what it sets on the context, in that order. */
export const doings: Record<string, (ctx: Context) => Done | Promise<never>> = {
	nothing: () => ({}),
	'an object': () => ({body: {a: 1, ä: '€'}}),
	'a list': () => ({body: [1, {b: null}]}),
	'an object without prototype': () => ({body: Object.assign(Object.create(null), {a: 1})}),
	'an object with a word of its own': () => ({body: {toJSON: () => ({b: 2})}}),
	'an instance': () => ({body: new Date(0)}),
	'a number': () => ({body: 0}),
	'a flag': () => ({body: false}),
	'a text': () => ({body: 'grüße'}),
	'an empty text': () => ({body: ''}),
	'a text that is markup': () => ({body: '<p>'}),
	'a Buffer': () => ({body: Buffer.from([1, 2, 3])}),
	'a stream': () => ({body: Readable.from(['a', 'b'])}),
	'a stream of another making': () => ({body: foreignStream()}),
	'a web stream': () => ({body: ReadableStream.from([Buffer.from('a'), Buffer.from('b')])}),
	'a Blob': () => ({body: new Blob(['a', 'b'], {type: 'text/css'})}),
	'a Response': () => ({body: new Response('a', {status: 201, headers: {'x-own': 'b'}})}),
	'a Response without a body': () => ({body: new Response(null, {status: 202})}),
	null: () => ({body: null}),
	undefined: () => ({body: undefined}),
	'null as JSON': () => ({type: 'json', body: null}),
	'null before its status': () => ({body: null, status: 200}),
	'a function': () => ({body() {}}),
	'what is no JSON': () => ({body: {a: 1n}}),
	'an object after its status': () => ({status: 201, body: {a: 1}}),
	'an object before its status': () => ({body: {a: 1}, status: 418}),
	'an object after its type': () => ({type: 'application/hal+json', body: {a: 1}}),
	'an object after a type that is not JSON': () => ({type: 'text/css', body: {a: 1}}),
	'an object before its type': () => ({body: {a: 1}, type: 'application/hal+json'}),
	'an object after the length of another': () => ({length: 1, body: {a: 1}}),
	'an object before the length of another': () => ({body: {a: 1}, length: 1}),
	'an object before its message': () => ({body: {a: 1}, message: 'Fine'}),
	'an object after its message': () => ({message: 'Fine', body: {a: 1}}),
	'a status': () => ({status: 409}),
	'a status without words': () => ({status: 799}),
	'a body where none may be (204)': () => ({body: {a: 1}, status: 204}),
	'a body where none may be (205)': () => ({status: 205, body: 'text'}),
	'a body where none may be (304)': () => ({status: 304, etag: '"1"', body: {a: 1}}),
	'an object after an object': after({a: 1}, {b: 1}),
	'a text after an object': after({a: 1}, 'b'),
	'an object after a text': after('b', {a: 1}),
	'an object after a stream': after(Readable.from(['never read']), {a: 1}),
	'null after an object': after({a: 1}, null),
	'an object after null': after(null, {a: 1}),
	'an object that is changed'(ctx) {
		const body = {a: 1};
		ctx.body = body;
		body.a = 2;
		return {};
	},
	'an object in chunks'(ctx) {
		ctx.set('transfer-encoding', 'chunked');
		return {body: {a: 1}};
	},
	'what a middleware sees of an object'(ctx) {
		ctx.body = {a: 1};
		const {body, type, length, status, message, response} = ctx;
		ctx.set('x-seen', JSON.stringify([body, type, length, status, message, response.header]));
		return {};
	},
	'headers of its own'(ctx) {
		ctx.set({'x-one': '1', 'Cache-Control': 'no-store'});
		ctx.append('set-cookie', 'a=1');
		ctx.append('set-cookie', 'b=2');
		ctx.vary('accept');
		return {body: {a: 1}};
	},
	'a header that is none'(ctx) {
		ctx.set('x-bad', 'a\r\nb: c');
		return {body: {a: 1}};
	},
	'a redirect'(ctx) {
		ctx.redirect('/elsewhere');
		return {};
	},
	'an attachment'(ctx) {
		ctx.attachment('a.json');
		return {body: {a: 1}};
	},
	'a cookie'(ctx) {
		ctx.cookies.set('a', '1');
		return {body: {a: 1}};
	},
	'its own answer'(ctx) {
		ctx.res.end('own');
		return {respond: false, body: {a: 1}};
	},
	'an answer that is out already'(ctx) {
		ctx.res.end('own');
		return {body: {a: 1}};
	},
	'an object after the head'(ctx) {
		ctx.status = 201;
		ctx.flushHeaders();
		return {body: {a: 1}};
	},
	'an object before the head'(ctx) {
		ctx.body = {a: 1};
		ctx.res.writeHead(202, {'x-own': '1'});
		return {};
	},
	'an error'(ctx) {
		ctx.body = {a: 1};
		return ctx.throw(403, 'no', {headers: {'x-why': 'because'}});
	},
	'an error of its own': () => Promise.reject(new Error('broken')),
	'what is no error': () => Promise.reject('broken'),
	'an error that is told of'(ctx) {
		ctx.app.emit('error', new Error('told'), ctx);
		return {body: {a: 1}};
	},
	'an error after the answer'(ctx) {
		ctx.res.end('half');
		throw new Error('late');
	},
};

/** Koa leaves these without an end, over HTTP/2 and asked for their head. */
export const unending = ['a status without words', 'an error', 'an error of its own', 'what is no error'];

/** HTTP/2 has no chunks. */
export const http1Only = ['an object in chunks'];

function after(first: unknown, second: unknown): (ctx: Context) => Done {
	return ctx => {
		ctx.body = first;
		return {body: second};
	};
}

/** No instance of Node's own class. */
function foreignStream(): unknown {
	const stream = Readable.from(['a']);
	return new Proxy(stream, {
		getPrototypeOf: () => Object.prototype,
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
