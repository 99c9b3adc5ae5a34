/** Koa with OpenTelemetry's http and koa instrumentation, and Sentry's defaults for errors. */
import {HttpInstrumentation} from '@opentelemetry/instrumentation-http';
import {KoaInstrumentation} from '@opentelemetry/instrumentation-koa';
import {startOpenTelemetry} from './otel.ts';

startOpenTelemetry([new HttpInstrumentation(), new KoaInstrumentation()]);
// Imported earlier, Koa would have loaded before the hooks that trace it.
await import('./koa-app.ts');
