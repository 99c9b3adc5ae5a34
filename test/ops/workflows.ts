import {globSync} from 'node:fs';
import test from 'ava';
import {readJson, readText, readYaml} from './_ops-files.ts';

interface Workflow {
	permissions: Record<string, string>;
	jobs: Record<string, {'timeout-minutes'?: number; uses?: string}>;
}

const files = globSync('.github/workflows/*.yml');
const {scripts} = readJson<{scripts: Record<string, string>}>('package.json');

test('there are workflows to look at', t => {
	for (const name of ['ci', 'release']) t.true(files.includes(`.github/workflows/${name}.yml`), name);
});

for (const file of files) {
	const workflow = readYaml<Workflow>(file);

	test(`${file} pins each action by commit`, t => {
		const actions = [...readText(file).matchAll(/uses: ([^.\s]\S+)/g)].map(([, action]) => action!);

		t.true(actions.length > 0);
		t.deepEqual(
			actions.filter(action => !/@[\da-f]{40}$/.test(action)),
			[],
		);
	});

	test(`${file} may read unless a job says otherwise`, t => {
		t.deepEqual(workflow.permissions, {contents: 'read'});
	});

	test(`${file} has a time limit on every job`, t => {
		const limitless = Object.entries(workflow.jobs).filter(
			([, job]) => !(job['timeout-minutes'] || job.uses?.startsWith('./')),
		);

		t.deepEqual(limitless, []);
	});

	test(`${file} runs only npm scripts that exist`, t => {
		const called = [...readText(file).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
			([, script]) => script!,
		);

		t.deepEqual(
			called.filter(script => !(script in scripts)),
			[],
		);
	});
}

test('CI runs the commands of a clean clone, for pull requests and before a release', t => {
	const ci = readText('.github/workflows/ci.yml');

	t.regex(ci, /run: npm ci\n(.*\n)*.*run: npm test\n/);
	t.regex(ci, /^ {2}pull_request:$/m);
	t.true(readText('.github/workflows/release.yml').includes('uses: ./.github/workflows/ci.yml'));
});

test('every dependency update waits at least a week', t => {
	const {updates} = readYaml<{
		updates: Array<{'package-ecosystem': string; cooldown: {'default-days': number}}>;
	}>('.github/dependabot.yml');

	t.deepEqual(updates.map(update => update['package-ecosystem']).toSorted(), [
		'docker',
		'github-actions',
		'npm',
	]);
	t.true(updates.every(update => update.cooldown['default-days'] >= 7));
});

test('what a release pushes says what it is made of and how', t => {
	const release = readText('.github/workflows/release.yml');

	t.regex(release, /docker buildx build .*\n.*--sbom=true --provenance=mode=max --push/);
	t.notRegex(release, /docker push/);
});

test('each image is named by its digest', t => {
	const images = ['Dockerfile', ...files]
		.map(readText)
		.flatMap(text => [...text.matchAll(/(?:^FROM|\bimage:|\btake \w\S*) ([\w./-]+:\S+)/gm)])
		.map(([, image]) => image!);

	t.true(images.length >= 3);
	t.deepEqual(
		images.filter(image => !/@sha256:[\da-f]{64}$/.test(image)),
		[],
	);
});
