import {readFile} from 'node:fs/promises';

const pages = new URL('../ui/', import.meta.resolve('@spotlightjs/spotlight'));

/** Where Spotlight's page reports how it is used, and replays of what was looked at, to its makers. */
const analytics = 'assets/instrumentation.js';
const nothing = Buffer.from('export default function () {}\n');

type Manifest = Record<string, {file: string; css?: string[]}>;

/**
The files of Spotlight's page, by path, without the part that phones home.

Its page may connect to this machine only, whatever a later version adds.
*/
export async function loadSpotlightPages(): Promise<Record<string, Buffer>> {
	const manifest = JSON.parse(await readFile(new URL('manifest.json', pages), 'utf8')) as Manifest;
	const paths = new Set([
		'index.html',
		...Object.values(manifest).flatMap(({file, css = []}) => [file, ...css]),
	]);
	const files = await Promise.all(
		[...paths].map(async path => [path, await readFile(new URL(path, pages))] as const),
	);
	const loaded: Record<string, Buffer> = Object.fromEntries(files);
	loaded[analytics] = nothing;
	loaded['index.html'] = Buffer.from(String(loaded['index.html']).replace(' https://*.sentry.io', ''));
	return loaded;
}
