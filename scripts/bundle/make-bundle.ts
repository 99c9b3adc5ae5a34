import {mkdir, mkdtemp, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {builtinModules} from 'node:module';
import {fileURLToPath} from 'node:url';
import type {Plugin} from 'esbuild';
import {build} from 'esbuild';
import {standInFor} from '../../observability/unused-parts.ts';
import type {Manifest} from '../../service/bundled-packages.ts';
import {lockfileHash} from '../../service/bundled-packages.ts';
import {importedPackages, packageOf} from './imported-packages.ts';

export interface Bundled {
	packages: number;
	files: number;
	bytes: number;
	/** Production dependencies that stay outside. */
	outside: string[];
}

/**
Put the production dependencies that the service imports into few files: an entry for each, and chunks that they share.

@param root - The project, as a `file:` URL ending in a slash.
*/
export async function makeBundle(root: URL): Promise<Bundled> {
	const {dependencies} = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
		dependencies: Record<string, string>;
	};
	const imported = await importedPackages(root);
	const outside = patchedPackages(Object.keys(dependencies));
	const inside = imported.filter(name => {
		const owner = packageOf(name);
		return name.startsWith('node:') || (owner in dependencies && !outside.includes(owner));
	});
	const folder = new URL('node_modules/.bundle/', root);
	await mkdir(new URL('node_modules/', root), {recursive: true});
	const fresh = new URL(`${await mkdtemp(fileURLToPath(new URL('node_modules/.bundle-', root)))}/`, 'file:');
	try {
		const entryPoints = Object.fromEntries(inside.map(name => [fileNameOf(name), `entry:${name}`]));
		const {metafile} = await build({
			entryPoints,
			outdir: fileURLToPath(fresh),
			absWorkingDir: fileURLToPath(root),
			bundle: true,
			splitting: true,
			format: 'esm',
			platform: 'node',
			target: 'node26',
			conditions: ['node', 'import', 'module'],
			mainFields: ['module', 'main'],
			outExtension: {'.js': '.mjs'},
			external: [...outside, 'thread-stream', 'pino-pretty'],
			plugins: [entries(root), leftOut, builtins],
			banner: {js: commonJs},
			// Less to read at each start. Names and lines stay, for stacks.
			minifyWhitespace: true,
			minifySyntax: true,
			lineLimit: 160,
			metafile: true,
			logLevel: 'error',
		});
		const manifest: Manifest = {
			lockfile: lockfileHash(root),
			files: Object.fromEntries(inside.map(name => [name, `${fileNameOf(name)}.mjs`])),
		};
		await writeFile(new URL('manifest.json', fresh), JSON.stringify(manifest));
		await rm(folder, {recursive: true, force: true});
		await rename(fresh, folder);
		const outputs = Object.values(metafile.outputs);
		return {
			packages: inside.length,
			files: outputs.length,
			bytes: outputs.reduce((sum, {bytes}) => sum + bytes, 0),
			outside,
		};
	} finally {
		await rm(fresh, {recursive: true, force: true});
	}
}

/** What modules that were CommonJS expect to find. */
const commonJs = [
	"const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);",
	'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
].join('\n');

/** An instrumentation patches a package as that is loaded, which a bundle would hide. */
function patchedPackages(dependencies: string[]): string[] {
	const patched = dependencies.flatMap(
		name => /^@opentelemetry\/instrumentation-(.+)$/.exec(name)?.[1] ?? [],
	);
	return dependencies
		.filter(name =>
			patched.some(
				one => name === one || name === `@opentelemetry/instrumentation-${one}` || name.startsWith(`${one}-`),
			),
		)
		.filter(name => !usesChannels.has(name));
}

/** Instrumentations that listen to diagnostics channels: nothing is patched. */
const usesChannels = new Set([
	'@opentelemetry/instrumentation-undici',
	'@opentelemetry/instrumentation-runtime-node',
]);

function fileNameOf(specifier: string): string {
	return specifier.replaceAll('/', '+').replace(':', '-');
}

/** Each entry gives exactly the names that its package does. */
function entries(root: URL): Plugin {
	return {
		name: 'entries',
		setup(bundle) {
			bundle.onResolve({filter: /^entry:/}, ({path}) => ({
				path: path.slice('entry:'.length),
				namespace: 'entry',
			}));
			bundle.onLoad({filter: /.*/, namespace: 'entry'}, async ({path}) => ({
				contents: path.startsWith('node:') ? facadeOf(path) : await reexport(path),
				loader: 'js',
				resolveDir: fileURLToPath(root),
			}));
		},
	};
}

async function reexport(name: string): Promise<string> {
	const names = Object.keys((await import(name)) as object).filter(each => /^[\w$]+$/.test(each));
	return `export {${names.join(', ')}} from ${JSON.stringify(name)};`;
}

/** Without what Node fetches only when asked, such as `WebSocket`, which is undici's: it is a global anyhow. */
function facadeOf(name: string): string {
	const builtin = process.getBuiltinModule(name) as object;
	const names = Object.entries(Object.getOwnPropertyDescriptors(builtin))
		.filter(([each, {get}]) => /^[\w$]+$/.test(each) && !(get && each in globalThis))
		.map(([each]) => each);
	return `const builtin = process.getBuiltinModule('${name}'); export default builtin; export const {${names.join(', ')}} = builtin;`;
}

/** As without a bundle. */
const leftOut: Plugin = {
	name: 'left out',
	setup(bundle) {
		bundle.onResolve({filter: /^@/}, ({path, importer}) => {
			const standIn = standInFor(path, importer);
			return standIn === undefined ? undefined : {path: fileURLToPath(standIn)};
		});
	},
};

/** Node's own modules without their ES facade, which reads every export at once. */
const builtins: Plugin = {
	name: 'builtins',
	setup(bundle) {
		const names = builtinModules.map(name => name.replace(/^node:/, '').replaceAll('/', '\\/'));
		const filter = new RegExp(`^(?:node:)?(?:${names.join('|')})$`);
		bundle.onResolve({filter}, ({path, kind}) => ({
			path: path.replace(/^(?:node:)?/, 'node:'),
			// What `import()` gives has each export by its name, what `require` gives may itself be a function.
			namespace: kind === 'dynamic-import' ? 'builtin namespace' : 'builtin',
		}));
		bundle.onLoad({filter: /.*/, namespace: 'builtin namespace'}, ({path}) => ({
			contents: facadeOf(path),
			loader: 'js',
		}));
		bundle.onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => ({
			contents: `module.exports = process.getBuiltinModule('${path}');`,
			loader: 'js',
		}));
	},
};
