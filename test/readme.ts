import {access, readdir, readFile} from 'node:fs/promises';
import test from 'ava';
import {startService} from './kit/service.ts';

const root = new URL('../', import.meta.url);
const read = (name: string) => readFile(new URL(name, root), 'utf8');

/** Every page that people read, and where it stands. */
async function pages(): Promise<string[]> {
	const docs = await readdir(new URL('docs/', root), {recursive: true});
	return [
		'README.md',
		'CHANGELOG.md',
		'SECURITY.md',
		'CONTRIBUTING.md',
		'AGENTS.md',
		...['config', 'observability', 'service'].map(folder => `${folder}/README.md`),
		...docs.filter(name => name.endsWith('.md')).map(name => `docs/${name}`),
	];
}

/** Lines of the `sh` blocks. */
function commandsOf(markdown: string): string[] {
	return [...markdown.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => (block ?? '').trim().split('\n'));
}

test('every link between the pages leads somewhere', async t => {
	for (const page of await pages()) {
		for (const [, link] of (await read(page)).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
			await t.notThrowsAsync(access(new URL(link ?? '', new URL(page, root))), `${page} → ${link}`);
		}
	}
});

test('every file that the pages name is there', async t => {
	for (const page of await pages()) {
		for (const [, file] of (await read(page)).matchAll(
			/`((?:config|observability|service|test|ops)\/[\w/.-]+)`/g,
		)) {
			// A name in capitals stands for any.
			if (!/[A-Z]{3}/.test(file!)) await t.notThrowsAsync(access(new URL(file!, root)), `${page}: ${file}`);
		}
	}
});

test('every npm script that the pages name exists', async t => {
	const {scripts} = JSON.parse(await read('package.json')) as {scripts: Record<string, string>};
	for (const page of await pages()) {
		for (const [, name] of (await read(page)).matchAll(/`[^`\n]*npm run (?:--silent )?(\w[\w:-]*)/g)) {
			t.true(name! in scripts, `${page}: npm run ${name}`);
		}
	}
});

test('the gate runs what the README starts with', async t => {
	const gate = await read('.ci/run');
	t.true(commandsOf(await read('README.md')).includes('npm ci'));
	t.regex(gate, /^npm ci$/m);
	t.regex(gate, /^npm test/m);
});

test('the README’s requests are answered as it says', async t => {
	const service = await startService();
	t.teardown(service.stop);
	const statuses: Record<string, number> = {};
	for (const command of commandsOf(await read('README.md'))) {
		const [, path] = /^curl "?http:\/\/localhost:3000([^"\s]+)"?$/.exec(command) ?? [];
		if (!path) continue;
		const response = await fetch(service.url + path);
		t.truthy(response.headers.get('traceresponse'));
		statuses[path] = response.status;
	}
	t.deepEqual(statuses, {'/quotes/tea?quantity=2': 200, '/debug/sentry': 500, '/nowhere': 404});
});
