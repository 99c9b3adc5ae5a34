import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, realpath, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import type {TestFn} from 'ava';
import anyTest from 'ava';

type Told = Record<string, {said?: unknown; failed?: {code: string; message: string}; loaded: string[]}>;

const test = anyTest as TestFn<{folder: string; ours: Told; node: Told}>;
const root = new URL('../../', import.meta.url);
const importAll = fileURLToPath(new URL('_import-all.ts', import.meta.url));

async function imported(finder: 'ours' | 'node', urls: string[]): Promise<Told> {
	const {stdout} = await promisify(execFile)(process.execPath, [importAll, finder, ...urls], {
		maxBuffer: 2 ** 24,
	});
	return JSON.parse(stdout) as Told;
}

const esm = '{"type": "module", "exports": {".": "./index.js", "./*": "./*"}}';
const files = {
	'package.json': '{"type": "module", "imports": {"#inside": "./ours/inside.js"}}',
	// One package in two versions, each for another importer.
	'node_modules/once/package.json': esm,
	'node_modules/once/index.js': 'export default "first version";',
	'node_modules/user/package.json': esm,
	'node_modules/user/index.js': 'export {default} from "once";',
	'node_modules/user/node_modules/once/package.json': esm,
	'node_modules/user/node_modules/once/index.js': 'export default "second version";',
	'versions.js': 'import first from "once"; import second from "user"; export default [first, second];',
	// A folder with a package.json of its own, below one that says something else.
	'node_modules/mixed/package.json': '{"exports": "./build/index.mjs"}',
	'node_modules/mixed/build/index.mjs':
		'import b from "./esm/b.js"; import a from "./a.js"; import c from "./c.cjs"; import d from "./esm/deep/d.js"; export default [a, b, c, d];',
	'node_modules/mixed/build/a.js': 'module.exports = typeof require;',
	'node_modules/mixed/build/c.cjs': 'module.exports = require("./a.js") + require("./esm/b.js").default;',
	'node_modules/mixed/build/esm/package.json': '{"type": "module"}',
	'node_modules/mixed/build/esm/b.js': 'export default typeof require;',
	'node_modules/mixed/build/esm/deep/d.js': 'export default typeof require;',
	'mixed.js': 'export {default} from "mixed";',
	// By `import` and by `require` a package may be two.
	'node_modules/dual/package.json': '{"exports": {"import": "./esm.mjs", "require": "./cjs.cjs"}}',
	'node_modules/dual/esm.mjs': 'export default "by import";',
	'node_modules/dual/cjs.cjs': 'module.exports = "by require";',
	'ours/by-require.cjs': 'module.exports = require("dual");',
	'dual.js': 'import a from "dual"; import b from "./ours/by-require.cjs"; export default [a, b];',
	'json.js':
		'import a from "./package.json" with {type: "json"}; import b from "./ours/data.json" with {type: "json"}; import c from "once/package.json" with {type: "json"}; import d from "once/package.json" with {type: "json"}; export default [a, b, c, d];',
	'ours/data.json': '[1]',
	'json-unsaid.js': 'export {default} from "./ours/data.json";',
	'ours/inside.js': 'export default import.meta.url;',
	'aliased.js': 'export {default} from "#inside";',
	'query.js':
		'import a from "./ours/inside.js?a"; import b from "./ours/inside.js#b/c.mjs"; import c from "./ours/inside.js"; export default [a, b, c];',
	'encoded.js':
		'import a from "./ours/with%20space.js"; import b from "./ours/ins%69de.js"; export default [a, b];',
	'ours/with space.js': 'export default import.meta.url;',
	// Links: to a file, to a folder that imports from where it really is, to a package.
	'linked.js':
		'import a from "./ours/link.js"; import b from "./linked/index.js"; import c from "workspace"; export default [a, b, c];',
	'elsewhere/package.json': '{"type": "module"}',
	'elsewhere/file.js': 'export default import.meta.url;',
	'elsewhere/folder/index.js': 'export {default} from "../file.js"; export const url = import.meta.url;',
	'elsewhere/workspace/package.json': esm,
	'elsewhere/workspace/index.js': 'export {default} from "./more.js";',
	'elsewhere/workspace/more.js': 'export default import.meta.url;',
	// What isn't there, or is no module.
	'no-file.js': 'import "./ours/none.js";',
	'no-folder.js': 'import "./none/none.js";',
	'no-package.js': 'import "none";',
	'no-subpath.js': 'import "mixed/none.js";',
	'no-extension.js': 'import "./ours/inside";',
	'a-folder.js': 'import "./ours";',
	'no-builtin.js': 'import "node:none";',
	'no-such-kind.js': 'import "./ours/text.txt";',
	'ours/text.txt': 'text',
	'by-package.js': 'import "failing";',
	'node_modules/failing/package.json': esm,
	'node_modules/failing/index.js': 'import "./none.js";',
	'optional.js':
		'export default await import("./ours/none.js").catch(({code}) => code) + await import("none").catch(({code}) => code);',
};
const links = {
	'ours/link.js': 'elsewhere/file.js',
	linked: 'elsewhere/folder',
	'node_modules/workspace': 'elsewhere/workspace',
};
const entries = Object.keys(files).filter(name => /^[^/]+\.js$/.test(name));

test.before(async t => {
	const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'modules-')));
	t.context.folder = folder;
	for (const [name, text] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
		await writeFile(path.join(folder, name), text);
	}
	for (const [name, target] of Object.entries(links)) {
		await symlink(path.join(folder, target), path.join(folder, name));
	}
	const urls = entries.map(name => pathToFileURL(path.join(folder, name)).href);
	t.context.ours = await imported('ours', urls);
	t.context.node = await imported('node', urls);
});

test.after.always(t => rm(t.context.folder, {recursive: true, force: true}));

for (const name of entries) {
	test(`${name} finds what Node finds, or fails as it does`, t => {
		const {folder, ours, node} = t.context;
		const {href} = pathToFileURL(path.join(folder, name));
		t.deepEqual(ours[href], node[href]);
	});
}

test('the cases are what they are meant to be', t => {
	const {folder, node} = t.context;
	const outcome = (name: string) => {
		const {said, failed} = node[pathToFileURL(path.join(folder, name)).href]!;
		return failed?.code ?? said;
	};
	t.deepEqual(outcome('versions.js'), ['first version', 'second version']);
	t.deepEqual(outcome('dual.js'), ['by import', 'by require']);
	t.deepEqual(outcome('mixed.js'), ['function', 'undefined', 'functionundefined', 'undefined']);
	for (const name of ['no-file.js', 'no-folder.js', 'no-package.js', 'by-package.js']) {
		t.is(outcome(name), 'ERR_MODULE_NOT_FOUND', name);
	}
	t.is(outcome('json-unsaid.js'), 'ERR_IMPORT_ATTRIBUTE_MISSING');
});

test('a whole start finds the same files, read in the same way', async t => {
	const urls = ['observability/start-telemetry.ts', 'config/load-config.ts', 'service/app.ts'].map(
		name => new URL(name, root).href,
	);
	const ours = await imported('ours', urls);
	t.true(ours[urls[0]!]!.loaded.length > 500);
	t.deepEqual(ours, await imported('node', urls));
});
