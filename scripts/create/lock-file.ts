import type {Json, Versions} from './package-files.ts';

type Packages = Record<string, Json>;

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
Of the packages of a lockfile, those that its root needs, each found where Node would find it.

@param packages - By their place; the root's is `''`.
*/
export function reachable(packages: Packages): Packages {
	const places = new Set(['']);
	// A set grows while it is walked.
	for (const place of places) {
		// Only the root's own development packages are ever installed.
		for (const kind of place === '' ? kinds : kinds.filter(name => name !== 'devDependencies')) {
			for (const name of Object.keys((packages[place]?.[kind] ?? {}) as Versions)) {
				const found = resolve(packages, place, name);
				if (found !== undefined) places.add(found);
			}
		}
	}
	return Object.fromEntries(Object.entries(packages).filter(([place]) => places.has(place)));
}

/** In the package's own `node_modules`, or in one further out. */
function resolve(packages: Packages, from: string, name: string): string | undefined {
	let prefix = from === '' ? '' : `${from}/`;
	for (;;) {
		const candidate = `${prefix}node_modules/${name}`;
		if (candidate in packages) return candidate;
		if (prefix === '') return undefined;
		prefix = prefix.slice(0, prefix.lastIndexOf('node_modules/'));
	}
}
