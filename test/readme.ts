import {access, readdir, readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {templateFiles} from '../scripts/create/template-files.ts';
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

/** Of files and folders: in a page what stands in backticks, in code what a comment says. */
function namesIn(file: string, text: string): string[] {
	const comments = /^\s*(?:\/\/|#).*$|\/\*\*[\s\S]*?\*\//gm;
	const names = file.endsWith('.md')
		? text.matchAll(
				/`(\w[\w./-]*\.(?:ts|tf|ya?ml|md|json)|(?:config|observability|service|test|ops|scripts|bench|demo|docs)\/[\w/.-]*)`/g,
			)
		: (text.match(comments) ?? [])
				.join('\n')
				.matchAll(/(?<![\w./*-])((?:[\w.-]+\/)*[\w-]+\.(?:ts|tf|ya?ml|md))\b/g);
	return [...names].map(([, name]) => name!);
}

test('every link between the pages leads somewhere', async t => {
	for (const page of await pages()) {
		for (const [, link] of (await read(page)).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
			await t.notThrowsAsync(access(new URL(link ?? '', new URL(page, root))), `${page} → ${link}`);
		}
	}
});

test('every file that a page or a comment names is there', async t => {
	const files = await templateFiles(fileURLToPath(root));
	const isThere = (name: string) => files.some(file => `/${file}/`.includes(`/${name.replace(/\/$/, '')}/`));
	let count = 0;
	for (const file of files.filter(name => /\.(?:md|ts|tf|ya?ml)$|Dockerfile$/.test(name))) {
		const text = await read(file);
		for (const name of namesIn(file, text)) {
			// Or a guide's own snippet is that file.
			t.true(isThere(name) || text.includes(`/${name}\n`), `${file}: ${name}`);
			count++;
		}
	}
	t.true(count > 200);
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
