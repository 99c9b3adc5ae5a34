import {reachable} from './lock-file.ts';
import type {Part} from './parts.ts';
import {parts} from './parts.ts';
import type {Kept} from './rewrite-text.ts';

export interface Origin {
	/** Of the template. */
	version: string;
	/** Git commit of the template; undefined outside of git. */
	revision: string | undefined;
}

export type Json = Record<string, unknown>;
export type Versions = Record<string, string>;

/** The version of a service that was just created. */
const firstVersion = '0.1.0';

/** What npm runs without any code importing it. */
const tools = ['@biomejs/biome', 'ava', 'pino-pretty', 'typescript', '@types/node'];

/**
`package.json` of the service: its name, no script that has nothing to run, no development package that nothing uses,
and where it came from.

@param texts - The files of the service, with their texts.
*/
export function rewritePackage(
	text: string,
	{name, sample, parts: chosen}: Kept,
	origin: Origin,
	texts: ReadonlyMap<string, string>,
): string {
	const {description: _, ...manifest} = JSON.parse(text) as {
		scripts: Versions;
		devDependencies: Versions;
	} & Json;
	const {scripts, devDependencies} = manifest;
	const runs = Object.entries(scripts).filter(([, command]) => {
		const entry = /\bnode (?:--\S+ )*(\S+\.ts)/.exec(command)?.[1];
		return entry === undefined || texts.has(entry);
	});
	const code = [...texts].filter(([file]) => file.endsWith('.ts')).map(([, content]) => content);
	const isImported = (packageName: string) =>
		code.some(content => content.includes(`'${packageName}'`) || content.includes(`'${packageName}/`));
	const started = [...chosen].flatMap((part): readonly string[] => (parts[part] as Part).packages ?? []);
	const uses = (packageName: string) =>
		[...tools, ...started].includes(packageName) ||
		isImported(packageName) ||
		// Types of a package, or of one with a scope: @types/koa__cors.
		(packageName.startsWith('@types/') &&
			isImported(packageName.slice('@types/'.length).replace(/^(\w+)__/, '@$1/')));
	return stringify({
		...manifest,
		name,
		version: firstVersion,
		scripts: Object.fromEntries(runs),
		devDependencies: Object.fromEntries(Object.entries(devDependencies).filter(([found]) => uses(found))),
		template: {...origin, sample, parts: [...chosen]},
	});
}

/** `package-lock.json` of that manifest, so that `npm ci` finds them consistent, and installs no more than it names. */
export function rewriteLock(text: string, manifest: string): string {
	const {packages, ...rest} = JSON.parse(text) as Json & {packages: Record<string, Json>};
	const {name, version, devDependencies} = JSON.parse(manifest) as Json;
	const root = {...packages[''], name, version, devDependencies};
	return stringify({...rest, name, version, packages: reachable({...packages, '': root})});
}

/** `tsconfig.json` without folders that were left behind. */
export function rewriteTsconfig(text: string, files: readonly string[]): string {
	const isThere = (pattern: string) =>
		pattern.startsWith('**') || files.some(file => file.startsWith(`${pattern.split('/', 1)[0]}/`));
	for (const key of ['include', 'exclude']) {
		if (!text.includes(`"${key}": [`)) throw new Error(`expected tsconfig.json to have "${key}", found none`);
	}
	return text.replace(/(?<="(?:in|ex)clude": )\[[^\]]*\]/g, list => {
		const kept = (JSON.parse(list) as string[]).filter(isThere);
		return `[${kept.map(folder => JSON.stringify(folder)).join(', ')}]`;
	});
}

function stringify(value: Json): string {
	return `${JSON.stringify(value, null, '\t')}\n`;
}
