import {context, ROOT_CONTEXT, SpanStatusCode, trace} from '@opentelemetry/api';
import * as Sentry from '@sentry/node';
import {serveRoutes} from '../../kit/serve-routes.ts';

const {PLANTED: planted = '', PERSONAL: personal = ''} = process.env;

/** The same secrets, in every form that one comes in. */
const texts = {
	header: `Authorization: Bearer ${planted}`,
	url: `https://me:${planted}@host.example/`,
	pair: `password=${planted}`,
	json: `{"token": "${planted}"}`,
	query: `from https://host.example/?note=${personal}`,
};
const fields = {
	password: planted,
	nested: {credentials: {value: planted}},
	list: [`token=${planted}`],
	'user.email': `${personal}@mail.example`,
	'client.address': '203.0.113.77',
	'x-forwarded-for': '203.0.113.77',
	...texts,
};
/** As much of it as a signal takes that knows no trees. */
const {nested: _, ...attributes} = fields;
const all = Object.values(texts).join(' ');

/** Every way that there is to say something, by the signal that it becomes. */
const ways: Record<string, () => void> = {
	scope() {
		Sentry.setUser({
			id: 'u-1',
			email: `${personal}@mail.example`,
			username: personal,
			name: personal,
			ip_address: '203.0.113.77',
		});
		Sentry.getIsolationScope().setAttributes(attributes as never);
		Sentry.setTags({password: planted, text: texts.pair});
		Sentry.setExtras(fields);
		Sentry.setContext('fields', fields);
		Sentry.addBreadcrumb({message: all, data: fields});
	},
	exception: () => void Sentry.captureException(new Error(all, {cause: new Error(all)})),
	message: () => void Sentry.captureMessage(all),
	event: () =>
		void Sentry.captureEvent({message: all, extra: fields, logentry: {message: all, params: [all]}}),
	feedback: () => void Sentry.captureFeedback({message: all}),
	log: () => Sentry.logger.warn(all, fields),
	template: () => Sentry.logger.error(Sentry.logger.fmt`told ${all}`),
	metrics() {
		Sentry.metrics.count('told', 1, {attributes: fields});
		Sentry.metrics.gauge('level', 2, {attributes: fields, unit: 'byte'});
		Sentry.metrics.distribution('taken', 3, {attributes: fields});
	},
	checkIn: () => void Sentry.captureCheckIn({monitorSlug: `told-${texts.pair}`, status: 'ok'}),
	span() {
		const tracer = trace.getTracer('told');
		const span = tracer.startSpan(`told ${all}`, {
			attributes: attributes as never,
			links: [
				{
					context: {traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1},
					attributes: attributes as never,
				},
			],
		});
		span.addEvent(all, attributes as never);
		span.recordException(new Error(all));
		span.setStatus({code: SpanStatusCode.ERROR, message: all});
		span.end();
	},
};

function tellAll(): void {
	for (const way of Object.values(ways)) way();
}

await serveRoutes(router => {
	router.get('/request', ctx => {
		tellAll();
		ctx.body = 'told';
	});
	router.get('/outside', ctx => {
		context.with(ROOT_CONTEXT, tellAll);
		ctx.body = 'told';
	});
});
