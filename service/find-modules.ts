import {readdirSync, realpathSync} from 'node:fs';
import type {ResolveFnOutput} from 'node:module';
import {registerHooks} from 'node:module';
import {fileURLToPath} from 'node:url';

/** Which files are in a folder, and how those of an extension are read, as the nearest `package.json` says. */
type Folder = {files: ReadonlySet<string>; formats: Map<string, string>};
type Look = () => ResolveFnOutput;

/** The folder of a package, in the URL of any of its files. */
const packageFolder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//;

/**
Look for modules once, not for each import of them: a start without a bundle takes a fifth less.

For every import Node asks the file system whether it is there, whether links lead to it, and how to read it. Here a
folder is listed once, and Node is asked once for each kind of file that a `package.json` speaks of, and for each
package that another imports. All else goes Node's own way: what isn't there, with its error, and what is behind a link.

Call before anything else is imported.

@param bundled - URL by the name that our own code imports: what is not to be looked up in `node_modules`.
@param standInFor - Gives the URL of what to load in place of something that a package imports and doesn't need.
@see https://nodejs.org/api/esm.html#resolution-algorithm-specification
*/
export function findModules(
	bundled: ReadonlyMap<string, string>,
	standInFor: (specifier: string, importer: string) => string | undefined,
): void {
	const folders = new Map<string, Folder>();
	const named = new Map<string, ResolveFnOutput>();

	registerHooks({
		resolve(specifier, context, next) {
			const {parentURL = '', conditions} = context;
			const look = () => next(specifier, context);
			if (!parentURL.startsWith('file:') || !conditions.includes('import')) return look();
			if (specifier.startsWith('.')) return findFile(new URL(specifier, parentURL).href, look);
			const importer = packageFolder.exec(parentURL)?.[0];
			return findNamed(specifier, importer, look);
		},
	});

	function findFile(url: string, look: Look): ResolveFnOutput {
		const nameAt = url.lastIndexOf('/') + 1;
		const name = url.slice(nameAt);
		const {files, formats} = folderOf(url.slice(0, nameAt));
		if (!files.has(name)) return look();
		const extension = name.slice(name.lastIndexOf('.'));
		const format = formats.get(extension);
		if (format) return {url, format, shortCircuit: true};
		const found = look();
		if (found.format) formats.set(extension, found.format);
		return found;
	}

	function folderOf(url: string): Folder {
		const known = folders.get(url);
		if (known) return known;
		const files = new Set(list(url));
		const isScope = files.has('package.json') || url === 'file:///';
		const formats = isScope ? new Map() : folderOf(new URL('..', url).href).formats;
		const folder = {files, formats};
		folders.set(url, folder);
		return folder;
	}

	function findNamed(specifier: string, importer: string | undefined, look: Look): ResolveFnOutput {
		const key = `${importer} ${specifier}`;
		const known = named.get(key);
		if (known) return known;
		const replaced = importer === undefined ? bundled.get(specifier) : standInFor(specifier, importer);
		const {url, format} = replaced === undefined ? look() : {url: replaced, format: undefined};
		const found = {url, format, shortCircuit: true};
		named.set(key, found);
		return found;
	}
}

/** The files of a folder that no link leads to, as seen from its real place. */
function list(folder: string): string[] {
	try {
		const path = fileURLToPath(folder);
		if (realpathSync.native(path) !== path.slice(0, -1)) return [];
		const entries = readdirSync(path, {withFileTypes: true});
		return entries.filter(entry => entry.isFile()).map(({name}) => name);
	} catch {
		return [];
	}
}
