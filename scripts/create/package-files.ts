import type {Kept} from './rewrite-text.ts';

export interface Origin {
	/** Of the template. */
	version: string;
	/** Git commit of the template; undefined outside of git. */
	revision: string | undefined;
}

type Json = Record<string, unknown>;

/** The version of a service that was just created. */
export const firstVersion = '0.1.0';

/** `package.json` of the service: its name, no script that has nothing to run, and where it came from. */
export function rewritePackage(text: string, kept: Kept, origin: Origin, files: readonly string[]): string {
	const {name, version, description, scripts, ...rest} = JSON.parse(text) as Json & {scripts: Json};
	const runs = Object.entries(scripts).filter(([, command]) => {
		const entry = /\bnode (?:--\S+ )*(\S+\.ts)/.exec(String(command))?.[1];
		return entry === undefined || files.includes(entry);
	});
	return stringify({
		name: kept.name,
		version: firstVersion,
		...rest,
		scripts: Object.fromEntries(runs),
		template: {...origin, sample: kept.sample},
	});
}

/** `package-lock.json` with the same name and version, so that `npm ci` finds them consistent. */
export function rewriteLock(text: string, {name}: Kept): string {
	const {packages, ...rest} = JSON.parse(text) as Json & {packages: Record<string, Json>};
	const identity = {name, version: firstVersion};
	return stringify({...rest, ...identity, packages: {...packages, '': {...packages[''], ...identity}}});
}

/** `tsconfig.json` without folders that were left behind. */
export function rewriteTsconfig(text: string, files: readonly string[]): string {
	const included = /"include": \[([^\]]*)\]/.exec(text);
	if (!included) throw new Error('expected tsconfig.json to have "include", found none');
	const folders = (JSON.parse(`[${included[1]}]`) as string[]).filter(folder =>
		files.some(file => file.startsWith(`${folder}/`)),
	);
	const list = folders.map(folder => JSON.stringify(folder)).join(', ');
	return text.replace(included[0], `"include": [${list}]`);
}

function stringify(value: Json): string {
	return `${JSON.stringify(value, null, '\t')}\n`;
}
