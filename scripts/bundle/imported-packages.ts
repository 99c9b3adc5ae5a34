import {readdir, readFile} from 'node:fs/promises';

const folders = ['config', 'observability', 'service'];
/** Reading every export of its ES module loads undici, a fifth of the start. */
const heavyBuiltins = new Set(['node:http', 'node:https']);

/**
What the service imports of others at run time: names of packages, as they are written, and the builtins that are worth
bundling. Types are gone by then.

@param root - The project, as a `file:` URL ending in a slash.
*/
export async function importedPackages(root: URL): Promise<string[]> {
	const found = await Promise.all(
		folders.map(async folder => {
			const names = await readdir(new URL(`${folder}/`, root), {recursive: true});
			const files = names.filter(name => name.endsWith('.ts'));
			return Promise.all(
				files.map(async file => importsOf(await readFile(new URL(`${folder}/${file}`, root), 'utf8'))),
			);
		}),
	);
	return [...new Set(found.flat(2))].sort();
}

function importsOf(source: string): string[] {
	const statements = source.matchAll(
		/^(?:import|export)\s(?!type\s)[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)/gm,
	);
	return [...statements]
		.map(([, written, dynamic]) => written ?? dynamic!)
		.filter(name => !name.startsWith('.') && (!name.startsWith('node:') || heavyBuiltins.has(name)));
}

/** The package that an import is of: `@a/b` of `@a/b/c`. */
export function packageOf(specifier: string): string {
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}
