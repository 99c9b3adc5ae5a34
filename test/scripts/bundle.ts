import {execFile} from 'node:child_process';
import {appendFile, mkdir, readdir, readFile, rm, symlink} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {makeBundle} from '../../scripts/bundle/make-bundle.ts';
import type {Manifest} from '../../service/bundled-packages.ts';
import {lockfileHash} from '../../service/bundled-packages.ts';
import {startService} from '../kit/service.ts';
import {startSink} from '../kit/sink.ts';
import type {ProjectCopy} from './_project-copy.ts';
import {copyProject} from './_project-copy.ts';

const test = (anyTest as TestFn<ProjectCopy>).serial;
const run = promisify(execFile);
const boundMs = 300_000;

/** A project whose packages are all there, in a folder of its own that the bundle can be written to. */
test.before(async t => {
	const project = await copyProject();
	const modules = new URL('node_modules/', project.url);
	const shared = new URL('../../node_modules/', import.meta.url);
	await rm(fileURLToPath(modules).replace(/\/$/, ''));
	await mkdir(modules);
	for (const name of await readdir(shared)) {
		if (!name.startsWith('.bundle')) await symlink(new URL(name, shared), new URL(name, modules));
	}
	t.context = project;
});

test.after.always(t => t.context.remove());

const main = ({url}: ProjectCopy) => fileURLToPath(new URL('service/main.ts', url));

test('the tests of the walk, of a start and of one that fails pass without it', async t => {
	t.timeout(boundMs, 'services of another project, while this one keeps the machine busy');
	const cwd = fileURLToPath(t.context.url);
	const tests = ['walk', 'start', 'failed-start'].map(name => `test/service/${name}.ts`);
	const ava = run(path.join(cwd, 'node_modules/.bin/ava'), [...tests, 'test/observability/unused-parts.ts'], {
		cwd,
		env: {PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}`},
	});
	await t.notThrowsAsync(
		ava,
		await ava.then(
			() => '',
			({stdout}) => stdout as string,
		),
	);
});

test('`npm test` makes it, so that all others pass on it', async t => {
	const root = new URL('../../', import.meta.url);
	const {scripts} = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
	t.regex(scripts.check, /npm run --silent bundle && ava$/);
	if (process.env['npm_lifecycle_event'] !== 'check') return;
	const manifest = await readFile(new URL('node_modules/.bundle/manifest.json', root), 'utf8');
	t.is((JSON.parse(manifest) as Manifest).lockfile, lockfileHash(root));
	t.truthy(process.execArgv.find(argument => argument.endsWith('test/kit/preload.ts')));
});

test('a bundle is made', async t => {
	t.true((await makeBundle(t.context.url)).packages > 20);
});

test('a stack shows our own files and lines, and packages come from the bundle alone', async t => {
	t.timeout(boundMs);
	const sink = await startSink();
	t.teardown(sink.close);
	await rm(new URL('node_modules/koa', t.context.url));
	await rm(new URL('node_modules/pino', t.context.url));
	const service = await startService({entry: main(t.context), env: {SENTRY_DSN: sink.dsn}});
	t.teardown(service.stop);
	await fetch(`${service.url}/debug/sentry`);
	const [exception] = (await sink.event()).exception!.values!;
	const frame = exception!.stacktrace!.frames!.at(-1)!;
	t.regex(frame.filename!, /\/service\/debug\/routes\.ts$/);
	t.regex(frame.context_line!, /throw new Error/);
});

test('what is loaded later comes from it, too: metrics arrive', async t => {
	t.timeout(boundMs);
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry: main(t.context),
		env: {
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
			OTEL_PROPAGATORS: 'b3',
			AUTH_JWKS_URL: `${sink.url}/keys`,
			HTTP2: 'true',
		},
	});
	t.teardown(service.stop);
	t.is((await fetch(`${service.url}/quotes/tea`)).status, 200);
	await service.stop();
	t.true(sink.metrics.some(({name}) => name === 'http.server.request.duration'));
	t.deepEqual(
		service.lines.filter(({level}) => level === 'error'),
		[],
	);
});

test('a start and an answer load only what they need', async t => {
	t.timeout(boundMs);
	const service = await startService({
		entry: main(t.context),
		nodeArguments: [`--import=${new URL('_tell-loaded.ts', import.meta.url)}`],
		env: {
			NODE_ENV: 'production',
			SENTRY_DSN: 'http://public@127.0.0.1:9/1',
			SENTRY_LOGS: 'off',
			SHUTDOWN_DELAY_MS: '0',
		},
	});
	t.is((await fetch(`${service.url}/quotes/tea`)).status, 200);
	await service.stop();
	const loaded = service.stderr();
	t.regex(loaded, /service\/app\.ts/);
	t.notRegex(loaded, /undici\/undici|NativeModule http2|http2\.ts|either-protocol/);
	t.notRegex(loaded, /metrics\/(?!start-)|spans\/envelope\/|logs\/sentry-logs/);
	t.notRegex(loaded, /\/(jose|croner|pino-pretty|@opentelemetry\+exporter)[^\n]*\.m?js/);
});

test('one that was made for another lockfile is not used', async t => {
	t.timeout(boundMs);
	await appendFile(new URL('package-lock.json', t.context.url), '\n');
	const service = await startService({entry: main(t.context), waitForListening: false});
	t.is((await service.exited).code, 1);
	t.regex(service.stderr(), /Cannot find package '(koa|pino)'/);
});
