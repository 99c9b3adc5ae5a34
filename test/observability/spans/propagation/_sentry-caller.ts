import * as Sentry from '@sentry/node';

/** A program with Sentry's own tracing that asks `TARGET_URL` once, in a span, and captures an error for the answer. */
Sentry.init({
	dsn: process.env['SENTRY_DSN']!,
	release: 'caller@1',
	tracesSampleRate: Number(process.env['RATE']),
	traceLifecycle: 'static',
});
await Sentry.startSpan({name: 'caller', op: 'test'}, async () => {
	const response = await fetch(process.env['TARGET_URL']!);
	Sentry.captureException(new Error(`Answered ${response.status}`));
});
await Sentry.close(5000);
