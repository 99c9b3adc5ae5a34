import test from 'ava';
import {loadConfig} from '../../config/load-config.ts';
import type {Setting} from '../../config/settings/settings.ts';
import {settings} from '../../config/settings/settings.ts';
import type {Variables} from './_ops-files.ts';
import {kubernetesVariables, readText, renderVariables} from './_ops-files.ts';

/** Read by Node or by the platform, not by us. */
const foreign = new Set([
	'MALLOC_ARENA_MAX',
	'NODE_COMPILE_CACHE',
	'NODE_OPTIONS',
	'POD_NAME',
	'POD_NAMESPACE',
]);

/** What a person types in where the file holds no value. */
const typedIn: Record<string, string> = {
	ALLOWED_HOSTS: 'service.example.com',
	SENTRY_DSN: 'https://public@sentry.example.com/1',
};

const imageVariables = readText('Dockerfile')
	.match(/^ENV .*/gm)!
	.flatMap(line => [...line.matchAll(/(?<=\s)(\w+)=/g)].map(([, name]) => name!));

const deployments: Record<string, Variables> = {
	'ops/kubernetes/deployment.yaml': kubernetesVariables(),
	'render.yaml': renderVariables(),
};

for (const [file, variables] of Object.entries(deployments)) {
	test(`${file} names only variables that exist`, t => {
		const names = [...variables.keys()].filter(name => !foreign.has(name));
		t.deepEqual(
			names.filter(name => !(name in settings)),
			[],
		);
	});

	test(`${file} is a configuration that production starts with`, t => {
		const environment = Object.fromEntries(
			[...variables].map(([name, value]) => [name, value ?? typedIn[name]]),
		);

		t.notThrows(() => loadConfig({...environment, NODE_ENV: 'production'}));
	});

	test(`${file} holds no secret's value`, t => {
		for (const [name, {secret}] of Object.entries<Setting>(settings)) {
			if (secret) t.is(variables.get(name), undefined, name);
		}
	});
}

test('the image names only variables that exist', t => {
	t.deepEqual(
		imageVariables.filter(name => !(name in settings || foreign.has(name))),
		[],
	);
});

test('the image runs in production mode', t => {
	t.regex(readText('Dockerfile'), /^ENV .*\bNODE_ENV=production\b/m);
});
