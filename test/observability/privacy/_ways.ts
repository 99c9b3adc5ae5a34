import {SpanStatusCode, trace} from '@opentelemetry/api';
import * as Sentry from '@sentry/node';

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
	authorization: planted,
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
const ways: Record<string, (place: string) => void> = {
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
	exception: place => void Sentry.captureException(failureIn(place)),
	message: place => void Sentry.captureMessage(textIn(place)),
	event: place =>
		void Sentry.captureEvent({
			message: textIn(place),
			extra: fields,
			logentry: {message: all, params: [all]},
		}),
	feedback: place => void Sentry.captureFeedback({message: textIn(place)}),
	log: place => Sentry.logger.warn(textIn(place), fields),
	template: place => Sentry.logger.error(Sentry.logger.fmt`told ${textIn(place)}`),
	metrics(place) {
		Sentry.metrics.count('told', 1, {attributes: {...fields, place: textIn(place)}});
		Sentry.metrics.gauge('level', 2, {attributes: fields, unit: 'byte'});
		Sentry.metrics.distribution('taken', 3, {attributes: fields});
	},
	checkIn: place => void Sentry.captureCheckIn({monitorSlug: textIn(place), status: 'ok'}),
	span(place) {
		const span = trace.getTracer('told').startSpan(textIn(place), {
			attributes: attributes as never,
			links: [
				{
					context: {traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1},
					attributes: attributes as never,
				},
			],
		});
		span.addEvent(all, attributes as never);
		span.recordException(failureIn(place));
		span.setStatus({code: SpanStatusCode.ERROR, message: all});
		span.end();
	},
};

function textIn(place: string): string {
	return `told in ${place}: ${all}`;
}

/** What fails there, with all of it. */
export function failureIn(place: string): Error {
	return new Error(textIn(place), {cause: new Error(all)});
}

/** Tell everything, of where it is told. */
export function tellAll(place: string, logger?: {warn(fields: object, text: string): void}): void {
	for (const way of Object.values(ways)) way(place);
	logger?.warn(fields, textIn(place));
}
