import type {AddressInfo} from 'node:net';
import * as Sentry from '@sentry/node';

/** A server with Sentry's own tracing: it captures an error, and answers what it knows of any product. */
Sentry.init({
	dsn: process.env['SENTRY_DSN']!,
	release: 'callee@1',
	tracesSampleRate: Number(process.env['RATE']),
	traceLifecycle: 'static',
	// Not loaded by processes of tests, nor needed for Node's own modules: observability/unused-parts.ts.
	enableRuntimeChannelInjection: false,
});
const {createServer} = await import('node:http');
const server = createServer((request, response) => {
	Sentry.captureException(new Error('Called'));
	const sku = request.url!.split(/[/?]/).at(-1);
	response.setHeader('content-type', 'application/json').end(JSON.stringify({sku, headers: request.headers}));
}).listen(0, '127.0.0.1', () => {
	process.stdout.write(
		`${JSON.stringify({msg: 'listening', port: (server.address() as AddressInfo).port})}\n`,
	);
});
process.once('SIGTERM', async () => {
	await Sentry.close(5000);
	process.exit(0);
});
