import {execFileSync} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {createService} from '../scripts/create/create-service.ts';
import {followGuide} from '../test/guides/_guide.ts';
import {findPostgres, startPostgres} from '../test/guides/_postgres.ts';
import {findRabbitmq, startRabbitmq} from '../test/guides/_rabbitmq.ts';

/**
Every guide that changes a service, to the letter, one after the other in one small service; after each, types, lint and
a start as in production, and at the end all its tests and a start without development packages.
*/
const root = path.join(import.meta.dirname, '..');
const guides = path.join(root, 'docs/guides');
const directory = await mkdtemp(path.join(tmpdir(), 'guides-'));
const [postgresBin, rabbitmqBin] = [await findPostgres(), await findRabbitmq()];
const postgres = postgresBin ? await startPostgres(postgresBin) : undefined;
const rabbitmq = rabbitmqBin ? await startRabbitmq(rabbitmqBin) : undefined;
/** Where packages come from may be said there. */
const env = {
	...(process.env as Record<string, string>),
	...(postgres && {DATABASE_URL: postgres.url, PGUSER: 'postgres'}),
	...(rabbitmq && {RABBITMQ_URL: rabbitmq.url}),
};
const run = (command: string, more: Record<string, string> = {}) => {
	process.stdout.write(`$ ${command}\n`);
	const bins = `${directory}/node_modules/.bin:${process.env['PATH']}`;
	execFileSync('bash', ['--norc', '-euo', 'pipefail', '-c', command], {
		cwd: directory,
		env: {...env, PATH: bins, ...more},
		stdio: 'inherit',
	});
};

try {
	await createService(root, {directory, name: '@acme/parcels', sample: true, parts: [], git: false});
	run('npm ci');
	for (const file of (await readdir(guides)).sort()) {
		const page = await readFile(path.join(guides, file), 'utf8');
		if (!/^```(?:ts|diff) \S+$/m.test(page)) continue;
		const absent = {DATABASE_URL: postgres, RABBITMQ_URL: rabbitmq};
		const missing = Object.entries(absent).find(([name, there]) => !there && page.includes(name));
		if (missing) {
			process.stdout.write(`${file} is left out: nothing here could be its ${missing[0]}\n`);
			continue;
		}
		process.stdout.write(`\n${file}\n`);
		await followGuide(file.replace('.md', ''), pathToFileURL(`${directory}/`), {literally: true, env});
		run('npm run types && npm run lint && node scripts/rehearse.ts');
	}
	run('npm test');
	run('npm ci --omit=dev && node scripts/rehearse.ts');
	process.stdout.write('Every guide ends in a service that starts in production.\n');
} finally {
	await postgres?.stop();
	await rabbitmq?.stop();
	await rm(directory, {recursive: true, force: true});
}
