import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import test from 'ava';
import {importsOf, root} from './_imports.ts';
import {roomsOf} from './_rooms.ts';

const folders = ['config', 'observability', 'service'] as const;

const all = (await Promise.all(folders.map(importsOf))).flat();
const rooms = new Map((await Promise.all(folders.map(roomsOf))).flatMap(found => [...found]));

function roomOf(file: string): string {
	return file.slice(0, file.lastIndexOf('/'));
}

test('the imports are found', t => {
	t.true(all.length > 100);
});

test('between the folders only types are imported, but by service/main.ts', t => {
	const crossing = all.filter(found => {
		const {target} = found;
		const other = folders.find(folder => target.startsWith(`${folder}/`));
		return other && !found.file.startsWith(`${other}/`) && !found.isType && found.file !== 'service/main.ts';
	});
	t.deepEqual(crossing, []);
});

test('every folder is a room with a line in its README, and every line a room with its doors', t => {
	const folders = new Set(all.map(({file}) => roomOf(file)).filter(room => room.includes('/')));
	// A resource of yours is a folder with routes; it needs no line.
	const unknown = [...folders].filter(
		room => !rooms.has(room) && !existsSync(new URL(`${room}/routes.ts`, root)),
	);
	t.deepEqual(unknown, [], 'each needs a line in the README of its top folder');
	for (const {name, doors = []} of rooms.values()) {
		t.true(folders.has(name), `${name} is in its README, but is no room`);
		for (const door of doors) t.true(existsSync(new URL(door, root)), door);
	}
});

test('a room is entered by its doors, and only by rooms whose line names it', t => {
	const broken = all.flatMap(({file, target, isType}) => {
		const from = rooms.get(roomOf(file));
		const to = rooms.get(roomOf(target));
		if (isType || !to || from === to) return [];
		if (to.doors && !to.doors.has(target)) {
			return [`${file} imports ${target}, which is no door of ${to.name}: use ${[...to.doors].join(' or ')}`];
		}
		if (!from || from.uses.has(to.name)) return [];
		return [`${file} imports ${to.name}, which ${from.name} is not to know: have the value handed in`];
	});
	t.deepEqual(broken, []);
});

test('rooms stand in layers: none uses one that uses it', t => {
	function isAbove(room: string, below: string, seen: string[] = []): boolean {
		if (seen.includes(room)) return false;
		return [...(rooms.get(room)?.uses ?? [])].some(
			used => used === below || isAbove(used, below, [...seen, room]),
		);
	}
	t.deepEqual(
		[...rooms.keys()].filter(room => isAbove(room, room)),
		[],
	);
});

test('no two files have one name, but the routes and jobs that each resource has', async t => {
	const files = [...new Set(all.flatMap(({file, target}) => [file, target]))].filter(
		file =>
			file.includes('/') && file.endsWith('.ts') && folders.some(folder => file.startsWith(`${folder}/`)),
	);
	const names = files
		.map(file => file.slice(roomOf(file).length + 1))
		.filter(name => name !== 'routes.ts' && name !== 'jobs.ts');
	t.deepEqual(
		names.filter((name, index) => names.indexOf(name) !== index),
		[],
	);
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
		if (!found.isType) targets.set(found.file, [...(targets.get(found.file) ?? []), found.target]);
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
