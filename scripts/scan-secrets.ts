import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** What is refused, by the issuers' own formats. The prefixes are public; the lengths keep prose out. */
const kinds: Record<string, RegExp> = {
	'Sentry DSN': /https?:\/\/[\da-f]{16,}(?::[\da-f]+)?@[\w.-]+/gi,
	'Sentry token': /\bsntry[a-z]_[\w+/=-]{20,}/g,
	'GitHub token': /\b(?:gh[a-z]_[A-Za-z\d]{36,}|github_pat_\w{22,})/g,
	'Slack token': /\bxox[a-z]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/g,
	'npm token': /\bnpm_[A-Za-z\d]{36}\b/g,
	'AWS access key': /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g,
	'private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g,
};

/**
Find secrets in the files of a directory that git has or would take.

@returns one `file:line: kind` each, never the secret itself: CI logs are public.
*/
export function findSecrets(directory: string): string[] {
	return publishedFiles(directory).flatMap(file => {
		const text = readFileSync(path.join(directory, file), 'latin1');
		return Object.entries(kinds).flatMap(([kind, pattern]) =>
			[...text.matchAll(pattern)].map(({index}) => `${file}:${lineAt(text, index)}: ${kind}`),
		);
	});
}

function lineAt(text: string, index: number): number {
	return text.slice(0, index).split('\n').length;
}

function publishedFiles(directory: string): string[] {
	const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
		cwd: directory,
		encoding: 'utf8',
	});
	const listed = git.status === 0 ? git.stdout.split('\0') : [];
	// A downloaded archive has no repository; one unpacked where git ignores it, an empty list.
	const files =
		listed.length > 1
			? listed
			: readdirSync(directory, {recursive: true, encoding: 'utf8'}).filter(isPublished);
	return files.filter(file => statSync(path.join(directory, file), {throwIfNoEntry: false})?.isFile());
}

function isPublished(file: string): boolean {
	return !file.split(path.sep).some(part => ['node_modules', '.git', '.env', '.cache'].includes(part));
}

if (import.meta.main) {
	const found = findSecrets(process.cwd());
	process.stderr.write(found.map(line => `${line}\n`).join(''));
	process.exitCode = found.length > 0 ? 1 : 0;
}
