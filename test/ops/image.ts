import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {defaultOf} from '../../config/load-config.ts';
import {settings} from '../../config/settings/settings.ts';
import {startService} from '../kit/service.ts';
import {dockerCommand, readJson, readText, renderService} from './_ops-files.ts';

interface Lockfile {
	packages: Record<string, {optionalDependencies?: Record<string, string>}>;
}

const {name, scripts} = readJson<{name: string; scripts: Record<string, string>}>('package.json');

test('Procfile, image, npm start and Render start the same command', t => {
	const command = dockerCommand('CMD').join(' ');

	// npm starts a shell; exec leaves none of it between the service and its signals.
	t.is(scripts['start'], `exec ${command}`);
	t.true(readText('Procfile').split('\n').includes(`web: ${command}`));
	t.is(renderService().startCommand, 'npm start');
});

test('the image has whatever Procfile starts', t => {
	const entries = [...readText('Procfile').matchAll(/^\w+: node (\S+)$/gm)].map(([, entry]) => entry!);
	t.true(entries.length > 0);
	const copied = [...readText('.dockerignore').matchAll(/^!(\S+)$/gm)].map(([, file]) => file!);
	for (const entry of entries)
		t.true(
			copied.some(file => entry.startsWith(`${file}/`)),
			entry,
		);
});

test('image, devcontainer, .node-version and lockfile have the same Node', t => {
	const locked = readJson<Lockfile>('package-lock.json').packages['']!.optionalDependencies!;
	const images = [
		...readText('Dockerfile').matchAll(/^FROM node:([\d.]+)-/gm),
		...readText('.devcontainer/devcontainer.json').matchAll(/"node:([\d.]+)-/g),
	].map(([, version]) => version);

	t.is(images.length, 4);
	t.deepEqual(
		[...new Set([...images, ...Object.values(locked), readText('.node-version').trim()])],
		[process.versions.node],
	);
});

test('the image exposes the default port', t => {
	t.is(readText('Dockerfile').match(/^EXPOSE (\d+)$/m)?.[1], defaultOf(settings.PORT, 'production'));
});

test('Render runs the package and asks its liveness route', t => {
	// No scope can be in it.
	t.is(renderService().name, name.replace(/^@/, '').replace('/', '-'));
	t.is(renderService().healthCheckPath, '/livez');
});

const judges = test.macro({
	async exec(t, status: number, exitCode: number, host?: string) {
		const asked: string[] = [];
		const server = createServer((request, response) => {
			asked.push(request.url!);
			response.writeHead(status).end();
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;

		t.is(await healthCheck({PORT: String(port), ...(host && {HOST: host})}), exitCode);

		t.deepEqual(asked, ['/livez']);
		server.close();
	},
	title: (_, status, exitCode, host) =>
		`the image's health check exits ${exitCode} on ${status}${host ? ` from HOST=${host}` : ''}`,
});

test(judges, 200, 0);
test(judges, 503, 1);
test(judges, 404, 1);
test(judges, 200, 0, '0.0.0.0');

test("the image's health check, which is HTTP/1.1, exits 0 on a service that speaks HTTP/2 too", async t => {
	const service = await startService({env: {HTTP2: 'true'}});
	t.teardown(service.stop);
	t.is(await healthCheck({HOST: '127.0.0.1', PORT: String(service.port)}), 0);
});

test("the image's health check exits 1 when nobody listens", async t => {
	t.is(await healthCheck({HOST: '127.0.0.1', PORT: '1'}), 1);
});

async function healthCheck(env: Record<string, string>): Promise<number> {
	const [command, ...rest] = dockerCommand('HEALTHCHECK');
	const child = spawn(command!, rest, {
		env: {PATH: path.dirname(process.execPath), ...env},
		stdio: 'inherit',
	});
	const [code] = (await once(child, 'exit')) as [number];
	return code;
}
