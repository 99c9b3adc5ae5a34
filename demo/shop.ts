import * as Sentry from '@sentry/node';

/** Without a DSN Sentry's SDK tells those whom it calls of no trace. */
const nowhere = {
	dsn: 'http://public@localhost/1',
	transport: () => ({send: async () => ({}), flush: async () => true}),
};

/**
A shop that asks for quotes, with Sentry's own SDK and tracing as a browser or a program in another language has it: it
sends `sentry-trace` and no `traceparent`. Reads `QUOTES_URL`, asks once, and says its trace.
*/
Sentry.init({
	...(!process.env['SENTRY_DSN'] && nowhere),
	release: 'shop@1.0.0',
	tracesSampleRate: 1,
	// Whole transactions, which Spotlight shows.
	traceLifecycle: 'static',
});
// biome-ignore lint/plugin: the shop's spans are Sentry's own; a service of ours makes OpenTelemetry's.
await Sentry.startSpan({name: 'check out', op: 'ui.action'}, async span => {
	const response = await fetch(`${process.env['QUOTES_URL']}/quotes`, {
		method: 'POST',
		headers: {'content-type': 'application/json', 'x-user-id': 'user-42'},
		body: JSON.stringify({
			items: [
				{sku: 'tea', quantity: 1},
				{sku: 'coffee', quantity: 2},
			],
		}),
	});
	process.stdout.write(`${response.status} in trace ${span.spanContext().traceId}\n`);
});
await Sentry.close(5000);
