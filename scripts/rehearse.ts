/**
Start the service as production would, ask it for a page, and stop it: exit 0 when all of that went well.

An image that passes holds every file and package it needs, and a compile cache for its first start.
*/
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {exampleEnvironment} from '../config/settings/settings.ts';

const service = spawn(process.execPath, ['service/main.ts'], {
	cwd: new URL('../', import.meta.url),
	env: {
		...exampleEnvironment(),
		...process.env,
		NODE_ENV: 'production',
		HOST: '127.0.0.1',
		PORT: '0',
		SHUTDOWN_DELAY_MS: '0',
		// A build must not report to anybody.
		SENTRY_DSN: '',
	},
	stdio: ['ignore', 'pipe', 'inherit'],
});
const stopped = once(service, 'exit');

try {
	const port = await listeningPort();
	for (const path of ['/livez', '/readyz', '/openapi.json', '/static/docs.css']) {
		const response = await fetch(`http://127.0.0.1:${port}${path}`);
		if (!response.ok) throw new Error(`GET ${path} must answer 200, got ${response.status}`);
		await response.arrayBuffer();
	}
} finally {
	service.kill('SIGTERM');
}
const [code] = await stopped;
process.exitCode = code ?? 1;

async function listeningPort(): Promise<number> {
	for await (const line of createInterface({input: service.stdout})) {
		const {msg, port} = JSON.parse(line) as {msg: string; port: number};
		if (msg === 'listening') return port;
	}
	throw new Error('the service must log "listening", but it ended');
}
