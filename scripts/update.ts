import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** Take what the template changed into this service. How is the template's to know: its newest revision does it. */
const service = fileURLToPath(new URL('../', import.meta.url));
const usage = 'usage: npm run update -- TEMPLATE [BRANCH, TAG OR COMMIT] [--with PARTS] [--without PARTS]';

const directory = await mkdtemp(path.join(tmpdir(), 'update-'));
try {
	const [template, ...rest] = process.argv.slice(2);
	if (template === undefined || template.startsWith('-')) throw new Error(usage);
	// A path is relative to where the command was typed.
	const source = template.startsWith('.') ? path.resolve(process.env['INIT_CWD'] ?? '.', template) : template;
	const clone = path.join(directory, 'template');
	git('clone', '--quiet', source, clone);
	const to = rest[0]?.startsWith('-') === false ? rest.shift()! : 'HEAD';
	const revision = [to, `origin/${to}`].map(name => commitOf(clone, name)).find(found => found !== undefined);
	if (!revision) throw new Error(`expected a branch, tag or commit of the template, got ${to}`);
	git('-C', clone, 'checkout', '--quiet', '--detach', revision);
	const script = path.join(clone, 'scripts/update/take-in.ts');
	if (!existsSync(script)) throw new Error(`${to} is older than this way to update: choose a later one`);
	const {status} = spawnSync(process.execPath, [script, service, clone, ...rest], {stdio: 'inherit'});
	process.exitCode = status ?? 1;
} catch (error) {
	process.stderr.write(`${(error as Error).message}\n`);
	process.exitCode = 1;
} finally {
	await rm(directory, {recursive: true, force: true});
}

function git(...args: string[]): string {
	return execFileSync('git', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trim();
}

function commitOf(clone: string, name: string): string | undefined {
	try {
		return git('-C', clone, 'rev-parse', '--quiet', '--verify', `${name}^{commit}`);
	} catch {
		return undefined;
	}
}
