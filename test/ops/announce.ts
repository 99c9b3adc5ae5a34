import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {json} from 'node:stream/consumers';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {readYaml} from './_ops-files.ts';

interface Workflow {
	jobs: {announce: {steps: Array<{name?: string; run?: string}>}};
}

interface Sentry {
	requests: Array<{call: string; body: Record<string, unknown>}>;
	/** Runs the workflow's own step against this Sentry; gives its exit code. */
	announce(secrets: Record<string, string>): Promise<number>;
}

const release = 'koa-service-template@2.0.0+0123456789ab';
const url = `/api/0/organizations/acme/releases/${encodeURIComponent(release)}/`;
const {steps} = readYaml<Workflow>('.github/workflows/release.yml').jobs.announce;
const {run} = steps.find(step => step.name?.startsWith('Announce'))!;

async function startSentry(t: ExecutionContext): Promise<Sentry> {
	const home = await mkdtemp(path.join(tmpdir(), 'sentry-cli-'));
	const repository = createRepository(home, 'Sell tea');
	const requests: Sentry['requests'] = [];
	const server = createServer(async (request, response) => {
		if (request.method !== 'GET') {
			requests.push({
				call: `${request.method} ${request.url}`,
				body: (await json(request)) as Record<string, unknown>,
			});
		}
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({id: '1', version: release, projects: [], environment: 'production'}));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');

	t.teardown(async () => {
		server.close();
		await rm(home, {recursive: true});
	});
	return {
		requests,
		async announce(secrets) {
			const step = spawn('bash', ['-e', '-c', run!], {
				env: {
					PATH: process.env['PATH'],
					// The CLI keeps a cache there.
					HOME: home,
					SENTRY_CLI_NO_TELEMETRY: '1',
					GIT_DIR: repository,
					SENTRY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
					SENTRY_RELEASE: release,
					SENTRY_ORG: 'acme',
					SENTRY_PROJECT: 'shop',
					...secrets,
				},
			});
			const [code] = (await once(step, 'exit')) as [number];
			return code;
		},
	};
}

test('a deploy announces its release, commits and environment to Sentry', async t => {
	const sentry = await startSentry(t);

	t.is(await sentry.announce({SENTRY_AUTH_TOKEN: 'token'}), 0);

	const [created, commits, finalized, deployed] = sentry.requests;
	t.is(sentry.requests.length, 4);
	t.like(created, {call: 'POST /api/0/organizations/acme/releases/', body: {version: release}});
	t.deepEqual(created!.body['projects'], ['shop']);
	t.is(commits!.call, `PUT ${url}`);
	t.like(commits!.body, {commits: [{message: 'Sell tea'}]});
	t.is(finalized!.call, `PUT ${url}`);
	t.is(typeof finalized!.body['dateReleased'], 'string');
	t.like(deployed, {call: `POST ${url}deploys/`, body: {environment: 'production'}});
});

test('a copy without a Sentry token announces nothing and goes on', async t => {
	const sentry = await startSentry(t);

	t.is(await sentry.announce({SENTRY_AUTH_TOKEN: ''}), 0);

	t.deepEqual(sentry.requests, []);
});

/** A history of one commit: the project itself may have none, as an archive. */
function createRepository(directory: string, message: string): string {
	const repository = path.join(directory, '.git');
	const git = (...args: string[]) => execFileSync('git', [`--git-dir=${repository}`, ...args]);
	git('init', '--quiet');
	git(
		...['-c', 'user.name=Shop', '-c', 'user.email=shop@example.com'],
		...['commit', '--quiet', '--allow-empty', `--message=${message}`],
	);
	return repository;
}
