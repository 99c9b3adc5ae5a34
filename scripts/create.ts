import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {createService} from './create/create-service.ts';
import {help, parseOptions} from './create/parse-options.ts';

/** Make a new service of this checkout. Needs no package, and Node as locked: `npm ci` brings it. */
const root = fileURLToPath(new URL('../', import.meta.url));

try {
	const {name, dependencies, devDependencies} = JSON.parse(
		await readFile(path.join(root, 'package.json'), 'utf8'),
	);
	const taken = [name, ...Object.keys(dependencies), ...Object.keys(devDependencies)];
	const options = parseOptions(process.argv.slice(2), taken);
	if (options === undefined) process.stdout.write(help);
	else {
		// npm runs scripts in the project, whatever directory the command was typed in.
		const directory = path.resolve(process.env['INIT_CWD'] ?? '.', options.directory);
		const created = await createService(root, {...options, directory});
		for (const note of created.notes) process.stderr.write(`${note}\n`);
		process.stdout.write(`${options.name} is in ${created.directory}\n`);
		process.stdout.write(`Next: cd ${quote(created.directory)} && npm ci && npm run dev\n`);
	}
} catch (error) {
	process.stderr.write(`${(error as Error).message}\n`);
	process.exitCode = 1;
}

/** As a shell takes it: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02 */
function quote(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
