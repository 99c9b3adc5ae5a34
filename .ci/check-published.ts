import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {Ajv} from 'ajv';
import protobuf from 'protobufjs';
import type {Said} from '../test/observability/schema/_drive.ts';
import {driveCalls, driveService, driveTrouble} from '../test/observability/schema/_drive.ts';

/**
Hold what the service sends to the definitions that Sentry and OpenTelemetry publish.

@param process.argv - The directory that holds them: `sentry-event.schema.json`, `opentelemetry-proto/`.
*/
const data = new URL(`${process.argv[2]}/`, `file://${process.cwd()}/`);

const drives: Record<string, () => Promise<Said>> = {
	otlp: () => driveService(),
	'otlp with PII': () => driveCalls({SENTRY_SEND_DEFAULT_PII: 'true'}),
	envelope: () => driveService({SENTRY_SPAN_PROTOCOL: 'envelope', SENTRY_SEND_DEFAULT_PII: 'true'}),
	'envelope of calls': () => driveCalls({SENTRY_SPAN_PROTOCOL: 'envelope'}),
	trouble: driveTrouble,
};

const validate = await createValidate();
const traces = createTraces();
let problems = 0;

for (const [name, drive] of Object.entries(drives)) {
	const {sink} = await drive();
	// Published for errors; a transaction is one with two fields more.
	const transactions = sink.transactions.map(({start_timestamp: _, spans: __, ...event}) => event);
	for (const event of [...sink.events, ...transactions]) {
		if (validate(asPublished(event))) continue;
		problem(`${name}: event ${event.event_id} is not valid: ${JSON.stringify(validate.errors?.slice(0, 5))}`);
	}
	let spans = 0;
	for (const {path, body, answered} of sink.requests) {
		if (!path.includes('/v1/traces') || answered !== 202) continue;
		const request = traces.decode(body);
		const wrong = traces.verify(request);
		if (wrong) problem(`${name}: an OTLP request is not valid: ${wrong}`);
		spans += count(request);
	}
	if (spans !== sink.spans.length)
		problem(`${name}: the official definitions see ${spans} spans, we ${sink.spans.length}`);
	process.stdout.write(
		`${name}: ${sink.events.length} events, ${sink.transactions.length} transactions, ${spans} spans\n`,
	);
}

process.stdout.write(problems === 0 ? 'All is as published.\n' : `${problems} problems\n`);
process.exitCode = problems === 0 ? 0 : 1;

function problem(text: string): void {
	problems++;
	process.stdout.write(`${text}\n`);
}

/** Sentry's SDKs send breadcrumbs as a list, and its reader takes that for the object that is published. */
function asPublished<T extends {breadcrumbs?: unknown}>(event: T): object {
	return Array.isArray(event.breadcrumbs) ? {...event, breadcrumbs: {values: event.breadcrumbs}} : event;
}

async function createValidate() {
	const schema = JSON.parse(await readFile(new URL('sentry-event.schema.json', data), 'utf8')) as object;
	// Its formats are Rust's widths of integers, which are no JSON Schema.
	return new Ajv({strict: false, allErrors: true, validateFormats: false}).compile(schema);
}

function createTraces(): protobuf.Type {
	const root = new protobuf.Root();
	const directory = fileURLToPath(new URL('opentelemetry-proto/', data));
	root.resolvePath = (_origin, target) => directory + target;
	root.loadSync('opentelemetry/proto/collector/trace/v1/trace_service.proto');
	return root.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest');
}

function count(request: object): number {
	const {resourceSpans} = request as {resourceSpans: {scopeSpans: {spans: unknown[]}[]}[]};
	return resourceSpans.flatMap(({scopeSpans}) => scopeSpans.flatMap(({spans}) => spans)).length;
}
