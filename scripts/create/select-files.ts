import path from 'node:path';
import type {PartName} from './parts.ts';
import {alwaysKept, chosenFrom, needEveryPart, partNames, parts, templateOnly} from './parts.ts';

/** Where the sample resource lives, and what only makes sense with it. */
const sampleFiles = [
	'config/settings/settings-catalog.ts',
	'docs/images/breadcrumbs.png',
	'docs/images/distributed-trace.png',
	'docs/images/failed-trace.png',
	'docs/images/fleet-trace.png',
	'service/quotes',
	'test/service/quotes',
];

export interface Choice {
	sample: boolean;
	parts: ReadonlySet<PartName>;
}

/**
The files of the template that a service gets.

What is not known to be something else belongs to the service, but in `docs/`, `scripts/` and `test/`: there a new file
is the template's own, unless something that stays imports it.

@param read - The text of a file as the service would have it.
*/
export function selectFiles(
	files: readonly string[],
	{sample, parts: chosen}: Choice,
	read: (file: string) => string,
): string[] {
	const missing = partNames.filter(name => !chosen.has(name)).flatMap(name => parts[name].files);
	const without = [...missing, ...(sample ? [] : sampleFiles)].filter(name => !chosenFrom.includes(name));
	if (without.length > 0) without.push(...needEveryPart);
	const possible = files.filter(file => !isWithin(file, templateOnly) && !isWithin(file, without));
	const present = [...chosen].flatMap(name => parts[name].files);
	const kept = possible.filter(
		file => !isWithin(file, chosenFrom) || isWithin(file, alwaysKept) || isWithin(file, present),
	);
	const gone = goneTests(kept, new Set(possible), without, sample, read);
	return withImports(
		kept.filter(file => !gone.has(file)),
		new Set(possible),
		read,
	);
}

/** Tests of what is not there, and whatever imports one of those. */
function goneTests(
	kept: readonly string[],
	possible: ReadonlySet<string>,
	without: readonly string[],
	sample: boolean,
	read: (file: string) => string,
): Set<string> {
	const tests = kept.filter(file => file.startsWith('test/') && file.endsWith('.ts'));
	const absent = without.map(
		name => new RegExp(`(?:['"\`\\s(]|\\.\\./)${name.replaceAll('.', '\\.')}(?=['"\`/])`),
	);
	const asksForAbsent = (text: string) =>
		absent.some(name => name.test(text)) || (!sample && /\/quotes\b|CATALOG_/.test(text));
	const gone = new Set(tests.filter(file => asksForAbsent(read(file))));
	for (let before = -1; before !== gone.size; ) {
		before = gone.size;
		for (const file of tests) {
			if (importsOf(file, read(file)).some(found => gone.has(found) || !possible.has(found))) gone.add(file);
		}
	}
	return gone;
}

function withImports(
	files: readonly string[],
	possible: ReadonlySet<string>,
	read: (file: string) => string,
): string[] {
	const all = new Set(files);
	// A set grows while it is walked.
	for (const file of all) {
		if (!file.endsWith('.ts')) continue;
		for (const found of importsOf(file, read(file))) if (possible.has(found)) all.add(found);
	}
	return [...all].sort();
}

/** Whether a file is one of these, or below one of them. */
export function isWithin(file: string, names: readonly string[]): boolean {
	return names.some(name => file === name || file.startsWith(`${name}/`));
}

/** What a file imports, and other files of the project that it starts by their path. */
export function importsOf(file: string, text: string): string[] {
	const relative = [...text.matchAll(/(?: from |\bimport\(|^import )'(\.[^']+)'/gm)].map(([, target]) =>
		path.posix.join(path.posix.dirname(file), target!),
	);
	const started = [...text.matchAll(/'((?:test|scripts)\/[\w./-]+\.ts)'/g)].map(([, target]) => target!);
	return [...relative, ...started];
}
