import {readFile, writeFile} from 'node:fs/promises';
import {networkInterfaces} from 'node:os';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {findFreePort} from '../../scripts/port.ts';
import {Arrivals} from '../kit/arrivals.ts';
import type {Child} from '../kit/spawn.ts';
import {spawnCommand, spawnNode} from '../kit/spawn.ts';
import type {ProjectCopy} from './_project-copy.ts';
import {copyProject} from './_project-copy.ts';
import {readSpotlight} from './_spotlight.ts';

interface Dev {
	project: ProjectCopy;
	child: Child;
	/** Lines of stdout. */
	output: Arrivals<string>;
	service: string;
	spotlight: string;
}

const test = (anyTest as TestFn<Dev>).serial;

test.before(async t => {
	const project = await copyProject();
	const service = `http://localhost:${await findFreePort()}`;
	const spotlight = `http://localhost:${await findFreePort()}`;
	await writeFile(
		new URL('.env', project.url),
		`PORT=${new URL(service).port}\nSENTRY_ENVIRONMENT=from-the-env-file\nUSER_ID_HEADER=x-user-id\nTRUST_PROXY=loopback\nACCESS_LOG=all\n`,
	);
	const child = spawnNode(['scripts/dev.ts'], {SENTRY_SPOTLIGHT: spotlight}, project.url);
	const output = new Arrivals<string>('line', () => child.stdout() + child.stderr());
	child.onLine(line => output.add(line));
	t.context = {project, child, output, service, spotlight};
	await output.first(line => line.includes('Errors and traces'));
});

test.after.always(async t => {
	t.context.child.kill('SIGTERM');
	await t.context.child.exited;
	await t.context.project.remove();
});

test('links to the service, to a failure on purpose and to Spotlight are printed once it answers', async t => {
	const {child, service, spotlight} = t.context;
	for (const link of [`${service}/docs`, `${service}/debug/sentry`, spotlight]) {
		t.true(child.stdout().split(/\s/).includes(link), link);
	}
	t.is((await fetch(`${service}/docs`)).status, 200);
});

test('neither the service nor Spotlight answers another machine', async t => {
	const {service, spotlight} = t.context;
	const address = Object.values(networkInterfaces())
		.flatMap(addresses => addresses ?? [])
		.find(({internal, family}) => !internal && family === 'IPv4')?.address;
	for (const url of [service, spotlight]) {
		t.is((await fetch(url)).status < 500, true, 'this one it does');
		if (address) await t.throwsAsync(fetch(url.replace('localhost', address)), undefined, url);
	}
});

test('Spotlight shows a failure with its TypeScript source line, and the trace it belongs to', async t => {
	const {project, service, spotlight} = t.context;
	const shown = await readSpotlight(spotlight);
	t.teardown(shown.close);
	const response = await fetch(`${service}/debug/sentry`, {headers: {'x-user-id': 'user-42'}});
	const {trace_id} = (await response.json()) as {trace_id: string};

	const event = await shown.event(({contexts}) => contexts?.trace?.trace_id === trace_id);
	const frame = event.exception?.values?.[0]?.stacktrace?.frames?.at(-1);
	const source = new URL('service/debug/routes.ts', project.url);
	t.is(frame?.filename, source.pathname);
	t.is(frame?.context_line, (await readFile(source, 'utf8')).split('\n')[frame!.lineno! - 1]);
	t.regex(frame!.context_line!, /throw new Error\('This failure is on purpose'\)/);
	t.is(event.environment, 'from-the-env-file');
	// Its page shows contexts, but not the event's own user.
	t.deepEqual(event.contexts?.['user'], {id: 'user-42'});

	const transaction = await shown.transaction(({contexts}) => contexts?.trace?.trace_id === trace_id);
	t.is(transaction.transaction, 'GET /debug/sentry');
	t.is(transaction.contexts?.trace?.span_id, event.contexts?.trace?.span_id);
});

test('Spotlight shows a line of the level info beside its trace', async t => {
	const {service, spotlight} = t.context;
	const shown = await readSpotlight(spotlight);
	t.teardown(shown.close);
	const response = await fetch(`${service}/debug/status/200`);
	const [, traceId] = response.headers.get('traceresponse')!.split('-');
	const log = await shown.log(({trace_id}) => trace_id === traceId);
	t.like(log, {body: 'request', level: 'info'});
});

test('Spotlight’s page is served without the part that phones home', async t => {
	const {spotlight} = t.context;
	const page = await (await fetch(spotlight)).text();
	t.true(page.includes('/assets/main.js'));
	t.false(page.includes('sentry.io'));
	const analytics = await (await fetch(`${spotlight}/assets/instrumentation.js`)).text();
	t.is(analytics, 'export default function () {}\n');
});

test('a change of the source restarts the service', async t => {
	const {project, output, service} = t.context;
	const health = new URL('service/http/health.ts', project.url);
	const source = await readFile(health, 'utf8');
	await writeFile(health, source.replace('"status":"ok"', '"status":"changed"'));
	const starts = () => output.all.filter(line => line.includes('"listening"')).length;
	await output.first(() => starts() === 2);
	t.deepEqual(await (await fetch(`${service}/livez`)).json(), {status: 'changed'});
});

test('a Spotlight that runs already is used, and outlives the second one', async t => {
	const {project, spotlight} = t.context;
	const port = await findFreePort();
	const second = spawnNode(
		['scripts/dev.ts'],
		{SENTRY_SPOTLIGHT: spotlight, PORT: String(port)},
		project.url,
	);
	const output = new Arrivals<string>('line', () => second.stdout() + second.stderr());
	second.onLine(line => output.add(line));
	await output.first(line => line.includes('Errors and traces'));
	const shown = await readSpotlight(spotlight);
	t.teardown(shown.close);
	await fetch(`http://localhost:${port}/debug/delay/0`);
	second.kill('SIGTERM');
	t.is((await second.exited).code, 0);
	// What the service had left to say when it was stopped has arrived.
	await shown.transaction(({contexts}) => contexts?.trace?.data?.['server.port'] === port);
	t.is((await fetch(`${spotlight}/health`)).status, 200);
});

test('SIGTERM to npm leaves nothing running', async t => {
	const {project, spotlight} = t.context;
	const env = {PORT: String(await findFreePort()), SENTRY_SPOTLIGHT: spotlight};
	const npm = spawnCommand(['npm', 'run', '--silent', 'dev'], env, {cwd: project.url});
	npm.onLine(line => {
		if (line.includes('Errors and traces')) npm.kill('SIGTERM');
	});
	// Once nobody is left who could write: a shell between npm and the script would keep the signal to itself.
	await t.notThrowsAsync(npm.exited);
});

const refuses = (anyTest as TestFn<Dev>).macro({
	async exec(t, taken: 'service' | 'spotlight', free: Record<string, string>) {
		const {project, [taken]: url} = t.context;
		const {port} = new URL(taken === 'service' ? url : t.context.service);
		const child = spawnNode(
			['scripts/dev.ts'],
			taken === 'service' ? {PORT: port, ...free} : {SENTRY_SPOTLIGHT: `http://localhost:${port}`, ...free},
			project.url,
		);
		const {code} = await child.exited;
		t.is(code, 1);
		t.regex(child.stderr(), new RegExp(`^Port ${port} is taken by another program`, 'm'));
		t.notRegex(child.stderr(), /\n\s+at /);
	},
	title: (_, taken) => `a taken port for the ${taken} is named, without a stack`,
});

test(refuses, 'service', {SENTRY_SPOTLIGHT: '0'});
test(refuses, 'spotlight', {PORT: '0'});

test('SIGTERM ends the service, Spotlight and all they started, with exit code 0', async t => {
	const {child, service, spotlight} = t.context;
	child.kill('SIGTERM');
	// It settles when the last process that holds the output has ended, orphans included.
	t.deepEqual(await child.exited, {code: 0, signal: null});
	t.regex(child.stdout(), /"msg":"stopping"/);
	await t.throwsAsync(fetch(service));
	await t.throwsAsync(fetch(spotlight));
});
