import {readdir, readFile} from 'node:fs/promises';
import test from 'ava';

const root = new URL('../', import.meta.url);
const folders = ['config', 'observability', 'service'] as const;

interface Import {
	file: string;
	from: string;
	isType: boolean;
}

async function imports(folder: string): Promise<Import[]> {
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
			return [...statements].map(([, type, from, dynamic]) => ({
				file,
				from: from ?? dynamic ?? '',
				isType: type !== undefined,
			}));
		}),
	);
	return found.flat();
}

function resolve({file, from}: Import): string {
	return from.startsWith('.') ? new URL(from, new URL(file, root)).href.slice(root.href.length) : from;
}

const all = (await Promise.all(folders.map(imports))).flat();

test('the imports are found', t => {
	t.true(all.length > 100);
});

test('between the folders only types are imported, but by service/main.ts', t => {
	const crossing = all.filter(found => {
		const target = resolve(found);
		const other = folders.find(folder => target.startsWith(`${folder}/`));
		return other && !found.file.startsWith(`${other}/`) && !found.isType && found.file !== 'service/main.ts';
	});
	t.deepEqual(crossing, []);
});

test('config knows no SDK', t => {
	const sdks = all.filter(
		({file, from}) => file.startsWith('config/') && /^@(sentry|opentelemetry)/.test(from),
	);
	t.deepEqual(sdks, []);
});

test('the service knows of OpenTelemetry only its API, and nothing of Sentry', t => {
	const sdks = all.filter(
		({file, from}) =>
			file.startsWith('service/') && /^@(sentry|opentelemetry)/.test(from) && from !== '@opentelemetry/api',
	);
	t.deepEqual(sdks, []);
});

test('the domain imports neither Koa nor telemetry', t => {
	// A resource is a folder with routes; what else is in it is its domain.
	const resources = all
		.filter(({file, from}) => /^service\/\w+\/routes\.ts$/.test(file) && from === '../http/route.ts')
		.map(({file}) => file.replace('routes.ts', ''))
		.filter(folder => folder !== 'service/debug/');
	const domain = (file: string) =>
		resources.some(folder => file.startsWith(folder)) && !file.endsWith('/routes.ts');
	const framework = all.filter(({file, from}) => domain(file) && /koa|opentelemetry|sentry/.test(from));
	t.deepEqual(framework, []);
});

test('only service/main.ts reads the environment, listens for signals or decides the exit code', async t => {
	for (const file of new Set(all.map(found => found.file))) {
		if (file === 'service/main.ts') continue;
		const source = await readFile(new URL(file, root), 'utf8');
		t.notRegex(source, /process\.(env|on\(|once\(|exit\()/, file);
	}
});

test('no import comes back to where it started', t => {
	const targets = new Map<string, string[]>();
	for (const found of all) {
		if (!found.isType) targets.set(found.file, [...(targets.get(found.file) ?? []), resolve(found)]);
	}
	function cycle(file: string, path: string[]): string[] | undefined {
		if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
		for (const next of targets.get(file) ?? []) {
			const found = cycle(next, [...path, file]);
			if (found) return found;
		}
		return undefined;
	}
	for (const file of targets.keys()) t.is(cycle(file, []), undefined);
});

test('no module of the application keeps state', async t => {
	for (const file of new Set(all.map(found => found.file))) {
		const source = await readFile(new URL(file, root), 'utf8');
		t.notRegex(source, /^(export )?let /m, file);
	}
});
