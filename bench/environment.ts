import {readFileSync} from 'node:fs';
import {cpus, platform, release, totalmem} from 'node:os';
import {isPinned} from './cores.ts';

/** Where and with what a measurement was made; printed beside it. */
export type Environment = {
	date: string;
	cpu: string;
	cores: number;
	memoryGb: number;
	system: string;
	node: string;
	isPinned: boolean;
	versions: Record<string, string>;
};

const packages = [
	'koa',
	'@koa/router',
	'@sentry/node',
	'@opentelemetry/sdk-node',
	'@opentelemetry/instrumentation-http',
	'@opentelemetry/instrumentation-koa',
	'fastify',
	'@fastify/otel',
];

export function describeEnvironment(): Environment {
	return {
		date: new Date().toISOString().slice(0, 16),
		cpu: cpus()[0]?.model ?? 'unknown',
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		system: `${platform()} ${release()}`,
		node: process.version,
		isPinned,
		versions: Object.fromEntries(packages.map(name => [name, installedVersion(name)])),
	};
}

/** As a peer would resolve it: its own packages first, then the service's. */
function installedVersion(name: string): string {
	for (const folder of ['node_modules', '../node_modules']) {
		try {
			const manifest = readFileSync(new URL(`${folder}/${name}/package.json`, import.meta.url), 'utf8');
			return (JSON.parse(manifest) as {version: string}).version;
		} catch {}
	}
	return 'not installed';
}
