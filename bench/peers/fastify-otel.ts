/** Fastify with @fastify/otel (which asks for the http instrumentation beside it) and Sentry's defaults. */
import {FastifyOtelInstrumentation} from '@fastify/otel';
import {HttpInstrumentation} from '@opentelemetry/instrumentation-http';
import {announce} from './listen.ts';
import {startOpenTelemetry} from './otel.ts';
import {quote} from './quote.ts';

type Quote = {Params: {sku: string}; Querystring: {quantity?: string}};

startOpenTelemetry([
	new HttpInstrumentation(),
	new FastifyOtelInstrumentation({registerOnInitialization: true}),
]);
// Imported earlier, Fastify would have loaded before the hooks that trace it.
const {fastify} = await import('fastify');
const app = fastify();
app.get<Quote>('/quotes/:sku', async request =>
	quote(request.params.sku, Number(request.query.quantity ?? 1)),
);
await app.listen({port: Number(process.env['PORT']), host: '127.0.0.1'});
announce(app.server);
