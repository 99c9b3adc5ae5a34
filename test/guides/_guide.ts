import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {runCommand} from '../kit/run-to-exit.ts';

interface Snippet {
	language: string;
	/** The file it is, or changes. */
	file: string | undefined;
	text: string;
}

export interface GuideOptions {
	/** Whether to run its shell blocks. Default `true`. */
	run?: boolean;
	/** Install packages, too, into a project with packages of its own. Default `false`. */
	literally?: boolean;
	env?: Record<string, string>;
	/** Run this instead of a block that is just that, such as a command which a reader ends. */
	instead?: Record<string, string>;
}

/**
Do what a guide says, in a copy of the project: each fenced block in its turn.

A block with a file is that file's content; ```` ```diff ```` with a file changes it; ```` ```sh ```` runs, but that
`npm install` only finds what is installed.

@throws {Error} With all output, when a block can't be done, or is nothing that could be.
*/
export async function followGuide(
	name: string,
	project: URL,
	{run: runs = true, literally = false, env = {}, instead = {}}: GuideOptions = {},
): Promise<string> {
	let output = '';
	for (const {language, file, text} of await snippetsOf(name)) {
		const target = file && fileURLToPath(new URL(file, project));
		if (target && language === 'diff')
			await writeFile(target, applyDiff(await readFile(target, 'utf8'), text));
		else if (target) {
			await mkdir(path.dirname(target), {recursive: true});
			await writeFile(target, text);
		} else if (language !== 'sh') throw new Error(`expected a snippet to be done, got one in ${language}`);
		else if (!literally && text.startsWith('npm install ')) await expectInstalled(text);
		else if (runs) output += await runShell(instead[text.trim()] ?? text, project, env);
	}
	return output;
}

/** Types of the whole project, and lint of what a guide has written. @throws {Error} With their output. */
export async function checkProject(name: string, project: URL): Promise<void> {
	const files = (await snippetsOf(name)).flatMap(({file}) => file ?? []);
	await runShell(
		`tsc --noEmit --singleThreaded && biome check --error-on-warnings --vcs-enabled=false ${[...new Set(files)].join(' ')}`,
		project,
	);
}

async function snippetsOf(name: string): Promise<Snippet[]> {
	const page = await readFile(new URL(`../../docs/guides/${name}.md`, import.meta.url), 'utf8');
	return [...page.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, language, file, text]) => ({
		language: language!,
		file,
		text: text!,
	}));
}

/** One hunk, found by its own lines: a guide has no line numbers that could stay right. */
function applyDiff(text: string, diff: string): string {
	const lines = diff.split('\n').slice(0, -1);
	const side = (added: string, removed: string) =>
		lines
			.filter(line => !line.startsWith(removed))
			.map(line => `${line.replace(new RegExp(`^[ ${added}]`), '')}\n`)
			.join('');
	const [before, after] = [side('-', '+'), side('+', '-')];
	if (text.split(before).length !== 2) throw new Error(`expected once in the file:\n${before}`);
	return text.replace(before, () => after);
}

async function expectInstalled(command: string): Promise<void> {
	for (const [, name, version] of command.matchAll(/ ((?:@[\w-]+\/)?[\w-]+)@([\d.]+)/g)) {
		const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
		const {version: installed} = JSON.parse(await readFile(file, 'utf8'));
		if (installed !== version)
			throw new Error(`expected ${name}@${installed} as tested here, got ${version}`);
	}
}

/** @throws {Error} With all output, unless it exits with 0. */
export async function runShell(
	script: string,
	project: URL,
	env: Record<string, string> = {},
): Promise<string> {
	const cwd = fileURLToPath(project);
	const bin = path.join(cwd, 'node_modules/.bin');
	const all = {PATH: `${bin}:${path.dirname(process.execPath)}:${process.env['PATH']}`, ...env};
	const command = ['bash', '--norc', '-euo', 'pipefail', '-c', script] as [string, ...string[]];
	const {code, stdout, stderr} = await runCommand(command, {cwd: project, env: all, timeoutMs: 600_000});
	if (code !== 0) throw new Error(`${script}\n${stdout}\n${stderr}`);
	return stdout;
}
