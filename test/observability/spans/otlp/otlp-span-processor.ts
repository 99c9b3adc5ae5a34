import {gunzipSync} from 'node:zlib';
import {resourceFromAttributes} from '@opentelemetry/resources';
import {TracerProvider} from '@opentelemetry/sdk-trace';
import test from 'ava';
import {createSpanEncoder} from '../../../../observability/spans/otlp/otlp-span.ts';
import {createOtlpSpanProcessor} from '../../../../observability/spans/otlp/otlp-span-processor.ts';
import {decodeTraces} from '../../../kit/otlp-spans.ts';

/** A delivery that keeps what it is given, or a copy of it that it then gives back. */
function start({givesBack = false} = {}) {
	const bodies: {body: Buffer; items: number}[] = [];
	const processor = createOtlpSpanProcessor(
		createSpanEncoder({common: {}, outgoing: {text: text => text, attribute: (_key, value) => value}}),
		async (body, items) => {
			bodies.push({body: givesBack ? Buffer.from(body) : body, items});
			return givesBack;
		},
	);
	const resource = resourceFromAttributes({'service.name': 'shop', 'a.long.one': 'x'.repeat(10_000)});
	const provider = new TracerProvider({resource, spanProcessors: [processor]});
	const decoded = () => bodies.flatMap(({body}) => decodeTraces(gunzipSync(body), 'application/x-protobuf'));
	return {provider, processor, bodies, decoded};
}

test('two versions of a library that share a name keep their own', async t => {
	const {provider, processor, decoded} = start();
	provider.getTracer('http', '1.0.0').startSpan('old').end();
	provider.getTracer('http', '2.0.0').startSpan('new').end();
	await processor.forceFlush();
	const scopes = decoded().map(({name, scope}) => [name, scope.version]);
	t.deepEqual(scopes, [
		['old', '1.0.0'],
		['new', '2.0.0'],
	]);
});

test('each span carries the resource, however long', async t => {
	const {provider, processor, decoded} = start();
	provider
		.getTracer('http', '1.0.0', {schemaUrl: `https://example.test/${'s'.repeat(5000)}`})
		.startSpan('a')
		.end();
	await processor.forceFlush();
	const [span] = decoded();
	t.is(span!.resource['service.name'], 'shop');
	t.is(String(span!.resource['a.long.one']).length, 10_000);
});

for (const givesBack of [false, true]) {
	test(`many spans leave in batches of bounded size, none lost${givesBack ? ', when their memory is used again' : ''}`, async t => {
		const {provider, processor, bodies, decoded} = start({givesBack});
		const tracer = provider.getTracer('http');
		for (let index = 0; index < 6000; index++) {
			tracer.startSpan(`span ${index}`, {attributes: {index, text: 'x'.repeat(300)}}).end();
		}
		await processor.forceFlush();
		t.true(bodies.length >= 4);
		for (const {body} of bodies) t.true(gunzipSync(body).length < 560_000);
		t.is(new Set(decoded().map(({name}) => name)).size, 6000);
		t.is(
			bodies.reduce((sum, {items}) => sum + items, 0),
			6000,
		);
	});
}

test('a buffer that is used again holds nothing of the batch before', async t => {
	const {provider, processor, decoded} = start();
	const tracer = provider.getTracer('http');
	const texts = ['a', 'b'.repeat(2_000_000), 'c', 'd'];
	for (const text of texts) {
		tracer.startSpan('span', {attributes: {text}}).end();
		await processor.forceFlush();
	}
	t.deepEqual(
		decoded().map(({attributes}) => attributes['text']),
		texts,
	);
});
