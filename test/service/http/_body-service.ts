import {once} from 'node:events';
import {openAsBlob} from 'node:fs';
import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Duplex, PassThrough, Readable, Transform} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Context} from 'koa';
import {serveRoutes} from '../../kit/serve-routes.ts';

const fail = () => new Error('the body broke');

/** A file that is shorter than it was when the Blob was made. */
async function rewrittenFile(): Promise<Blob> {
	const path = join(await mkdtemp(join(tmpdir(), 'blob-')), 'file');
	await writeFile(path, 'a'.repeat(100_000));
	const blob = await openAsBlob(path);
	await writeFile(path, 'b');
	return blob;
}

/** A web stream that sends `before`, and then fails. */
function webStream(before: string[], waitMs = 0): ReadableStream {
	return new ReadableStream({
		async pull(controller) {
			const next = before.shift();
			if (next !== undefined) return controller.enqueue(new TextEncoder().encode(next));
			await sleep(waitMs);
			return controller.error(fail());
		},
	});
}

/** Bodies that fail, by when they do. */
const failing: Record<string, (ctx: Context) => unknown> = {
	'a stream that failed before it was set': async () => {
		const body = new PassThrough();
		body.on('error', () => {}).destroy(fail());
		await once(body, 'close');
		return body;
	},
	'a stream that fails in the next tick': () => {
		const body = new PassThrough();
		process.nextTick(() => body.destroy(fail()));
		return body;
	},
	'a stream that fails right after its first byte': () => {
		const body = new PassThrough();
		body.write('a');
		process.nextTick(() => body.destroy(fail()));
		return body;
	},
	'a stream that fails a turn after its first byte': () => {
		const body = new PassThrough();
		setImmediate(() => {
			body.write('a');
			setImmediate(() => body.destroy(fail()));
		});
		return body;
	},
	'a stream that fails while it is read': () =>
		new Readable({
			read() {
				this.push('a'.repeat(100));
				this.destroy(fail());
			},
		}),
	'a stream that fails in its middle': () => {
		const body = new PassThrough();
		body.write('a'.repeat(100));
		setTimeout(() => body.destroy(fail()), 30);
		return body;
	},
	'a transform whose first write fails': () => {
		const body = new Transform({transform: (_chunk, _encoding, done) => done(fail())});
		body.write('a');
		return body;
	},
	'a transform whose end fails': () => {
		const body = new Transform({
			transform: (chunk, _encoding, done) => done(null, chunk),
			flush: done => done(fail()),
		});
		body.end('a');
		return body;
	},
	'a duplex whose other side fails': () => {
		const body = new Duplex({read() {}, write: (_chunk, _encoding, done) => done(fail())});
		body.push('a');
		setImmediate(() => body.write('b'));
		return body;
	},
	'a stream that ends without an end': () => {
		const body = new PassThrough();
		body.write('a');
		setTimeout(() => body.destroy(), 30);
		return body;
	},
	'a generator that throws at once': () =>
		Readable.from(
			// biome-ignore lint/correctness/useYield: it fails before it could.
			(async function* () {
				throw fail();
			})(),
		),
	'a web stream that fails at once': () => webStream([]),
	'a web stream that failed before it was set': () => new ReadableStream({start: c => c.error(fail())}),
	'a web stream that fails right after its first byte': () => webStream(['a']),
	'a web stream that fails in its middle': () => webStream(['a', 'b'], 30),
	'a web stream that somebody else reads': () => {
		const body = webStream(['a']);
		body.getReader();
		return body;
	},
	'a Blob of a file that was rewritten': rewrittenFile,
	'a Response that fails at once': () => new Response(webStream([])),
	'a Response that fails in its middle': () => new Response(webStream(['a', 'b'], 30)),
	'a Response that was read': async () => {
		const body = new Response('a');
		await body.text();
		return body;
	},
	'a Response of a file that was rewritten': async () => new Response(await rewrittenFile()),
	'a stream of objects': () => Readable.from([{a: 1}, {b: 2}]),
	'a stream that was destroyed before': () => new PassThrough().destroy(),
	'an object that is no JSON': () => ({amount: 1n}),
	'an error that hides its code': () => {
		const body = new PassThrough();
		body.write('a');
		const error = Object.defineProperty(fail(), 'code', {
			get() {
				throw new Error('a getter that throws');
			},
		});
		setTimeout(() => body.destroy(error), 30);
		return body;
	},
	'an error whose code is a number': () => {
		const body = new PassThrough();
		body.write('a');
		setTimeout(() => body.destroy(Object.assign(fail(), {code: 20})), 30);
		return body;
	},
};

/** What a handler may destroy its own response with. */
const oddErrors: unknown[] = [
	Object.assign(fail(), {code: 20}),
	Object.assign(fail(), {code: Symbol('code')}),
	Object.defineProperty(fail(), 'code', {
		get() {
			throw new Error('a getter that throws');
		},
	}),
	Object.freeze(fail()),
	Object.create(null),
	new DOMException('odd', 'NotReadableError'),
	'text',
];

/** Bodies that are whole: each is `hello`. */
const whole: Record<string, (ctx: Context) => unknown> = {
	text: () => 'hello',
	buffer: () => Buffer.from('hello'),
	stream: () => Readable.from(['hel', 'lo']),
	'web-stream': () => new Blob(['hello']).stream(),
	blob: () => new Blob(['hello'], {type: 'text/plain'}),
	response: () => new Response('hello', {status: 202, headers: {'x-own': 'yes', 'content-length': '5'}}),
};

/** Without a turn in between, in which nobody would listen to it. */
function setBody(ctx: Context, made: unknown): Promise<void> | void {
	if (!(made instanceof Promise)) {
		ctx.body = made;
		return undefined;
	}
	return made.then(body => {
		ctx.body = body;
	});
}

/** `service/main.ts` with bodies of every kind. */
await serveRoutes(router => {
	for (const [index, make] of Object.values(failing).entries()) {
		router.get(`/failing/${index}`, ctx => setBody(ctx, make(ctx)));
		/** Set early, with something else to do before the answer. */
		router.get(`/early/${index}`, async ctx => {
			await setBody(ctx, make(ctx));
			await sleep(60);
		});
	}
	for (const [name, make] of Object.entries(whole)) {
		router.get(`/whole/${name}`, ctx => {
			ctx.body = make(ctx);
		});
	}
	router.get('/destroyed/:index', ctx => {
		ctx.res.writeHead(200);
		ctx.res.write('a');
		ctx.res.destroy(oddErrors[Number(ctx['params'].index)] as Error);
	});
	/** Writes by itself, right after its time was up and it was answered for. */
	router.get('/writing', async ctx => {
		const {signal} = ctx.state['deadline'] as {signal: AbortSignal};
		await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
		for (let turn = 0; turn < 500; turn++) await null;
		ctx.res.write('late');
	});
	router.get('/large', ctx => {
		ctx.body = Buffer.alloc(24_000_000);
	});
	router.get('/names', ctx => {
		ctx.body = Object.keys(failing);
	});
});
