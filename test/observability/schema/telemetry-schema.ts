import {readdir, readFile} from 'node:fs/promises';
import test from 'ava';
import {telemetrySchema} from '../../../observability/schema/telemetry-schema.ts';
import {renderTelemetry} from '../../../scripts/telemetry-document.ts';
import {differences, neverSaid} from './_differences.ts';
import type {Said} from './_drive.ts';
import {driveCalls, driveJobs, driveService, driveTrouble} from './_drive.ts';

const everything: Said[] = [];

const otlpMetrics = {OTEL_METRICS_EXPORTER: 'otlp'};
const envelope = {SENTRY_SPAN_PROTOCOL: 'envelope'};
const pii = {SENTRY_SEND_DEFAULT_PII: 'true'};

const says = test.macro({
	async exec(t, _: string, drive: () => Promise<Said>) {
		const said = await drive();
		t.true(said.sink.events.length > 0);
		t.deepEqual(differences(said), []);
		everything.push(said);
	},
	title: (_, what) => `${what} says what is listed, and nothing else`,
});

test.serial(says, 'the service over OTLP', () => driveService(otlpMetrics));
test.serial(says, 'the service over envelopes, with PII', () => driveService({...envelope, ...pii}));
test.serial(says, 'a caller of others over OTLP, with PII', () => driveCalls({...otlpMetrics, ...pii}));
test.serial(says, 'a caller of others over envelopes', () => driveCalls(envelope));
test.serial(says, 'a service in trouble', driveTrouble);
test.serial(says, 'jobs over OTLP', () => driveJobs());
test.serial(says, 'jobs over envelopes', () => driveJobs(envelope));

test.serial('everything that is listed is said by one of them', t => {
	t.is(everything.length, 7);
	t.deepEqual(neverSaid(everything), []);
});

test('each attribute and metric of the service’s own is expected by one of its tests', async t => {
	const folder = new URL('../../service/', import.meta.url);
	const files = (await readdir(folder, {recursive: true})).filter(name => name.endsWith('.ts'));
	const tests = (await Promise.all(files.map(name => readFile(new URL(name, folder), 'utf8')))).join('\n');
	const {attributes, metrics} = telemetrySchema.own;
	const untested = [...attributes, ...metrics].filter(({name}) => !tests.includes(`'${name}'`));
	t.deepEqual(untested, []);
});

test('nothing is listed twice', t => {
	for (const {id, fields} of telemetrySchema.groups) {
		t.deepEqual(new Set(fields.map(({name}) => name)).size, fields.length, id);
	}
	t.is(new Set(telemetrySchema.metrics.map(({name}) => name)).size, telemetrySchema.metrics.length);
});

test('docs/telemetry.md is what the schema says', async t => {
	const page = await readFile(new URL('../../../docs/telemetry.md', import.meta.url), 'utf8');
	t.true(page.includes(renderTelemetry()), 'run: npm run docs');
});
