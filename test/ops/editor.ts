import {existsSync} from 'node:fs';
import test from 'ava';
import {settings} from '../../config/settings/settings.ts';
import {readJson} from './_ops-files.ts';

interface Launch {
	configurations: Array<{
		name: string;
		runtimeExecutable: string;
		program: string;
		env?: Record<string, string>;
	}>;
}

for (const {name, runtimeExecutable, program, env} of readJson<Launch>('.vscode/launch.json')
	.configurations) {
	test(`the editor's "${name}" starts what is there, with the project's Node`, t => {
		t.is(inProject(runtimeExecutable), 'node_modules/.bin/node');
		t.true(existsSync(inProject(program)), program);
		t.deepEqual(
			Object.keys(env ?? {}).filter(variable => !(variable in settings)),
			[],
		);
	});
}

test('the devcontainer is named after the package and forwards its port', t => {
	const {name} = readJson<{name: string}>('package.json');
	const container = readJson<{name: string; forwardPorts: number[]}>('.devcontainer/devcontainer.json');

	// No scope can be in it.
	t.is(container.name, name.replace(/^@/, '').replace('/', '-'));
	t.true(container.forwardPorts.includes(Number(settings.PORT.default)));
});

function inProject(path: string): string {
	return path.replace(/^\$\{workspaceFolder\}\//, '');
}
