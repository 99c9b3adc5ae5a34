/**
Koa as Sentry's guide sets it up. `SENTRY_TRACES_SAMPLE_RATE`, which the SDK reads by itself, decides
between errors alone (unset) and Sentry's own tracing.

@see https://docs.sentry.io/platforms/javascript/guides/koa/
*/
import '@sentry/node/import';
import * as Sentry from '@sentry/node';

Sentry.init({dsn: process.env['SENTRY_DSN'] as string});
// Imported earlier, Koa would have loaded before the hooks that trace it.
await import('./koa-app.ts');
