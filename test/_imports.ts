import {readdir, readFile} from 'node:fs/promises';

export const root = new URL('../', import.meta.url);

export interface Import {
	/** Relative to the project, as is `target`. */
	file: string;
	/** As it is written. */
	from: string;
	/** A file of the project, or what `from` says. */
	target: string;
	isType: boolean;
}

/** Every import of every TypeScript file below a folder of the project. */
export async function importsOf(folder: string): Promise<Import[]> {
	const files = (await readdir(new URL(folder, root), {recursive: true})).filter(name =>
		name.endsWith('.ts'),
	);
	const found = await Promise.all(
		files.map(async name => {
			const file = `${folder}/${name}`;
			const source = await readFile(new URL(file, root), 'utf8');
			const statements = source.matchAll(
				/(?:^|\n)\s*(?:import|export)\s(type\s)?[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)/g,
			);
			return [...statements].map(([, type, written, dynamic]) => {
				const from = written ?? dynamic ?? '';
				return {file, from, target: resolve(file, from), isType: type !== undefined};
			});
		}),
	);
	return found.flat();
}

function resolve(file: string, from: string): string {
	return from.startsWith('.') ? new URL(from, new URL(file, root)).href.slice(root.href.length) : from;
}
