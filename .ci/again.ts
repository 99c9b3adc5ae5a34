import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';

/**
What failed, by AVA's log, once more and alone: `node .ci/again.ts LOG`, in the project it is of. A test that passes only
so is named, since it asks for a quieter machine than it should; anything else stays a failure.
*/
const titles = [...readFileSync(process.argv[2]!, 'utf8').matchAll(/^ {2}✘ (?:\[fail\]: )?(.+)$/gm)].map(
	([, title]) => title!,
);
const files = titles.map(fileOf);
process.stdout.write(`\nfailed:\n${titles.map(title => `  ${title}\n`).join('')}`);
// Many at once are no accident; without any, something else than a test failed.
const mayBeAnAccident = files.length > 0 && files.length <= 3 && !files.includes(undefined);
const again = mayBeAnAccident
	? spawnSync('node_modules/.bin/ava', ['--concurrency=1', ...new Set(files as string[])], {stdio: 'inherit'})
	: undefined;
if (again?.status === 0) process.stdout.write('passed at the second try, alone\n');
process.exitCode = again?.status === 0 ? 0 : 1;

/** AVA writes the folders and the file of a test before its title. */
function fileOf(title: string): string | undefined {
	const parts = title.split(' › ');
	const paths = parts.map((_, index) => `test/${parts.slice(0, index + 1).join('/')}.ts`);
	return paths.find(path => existsSync(path));
}
