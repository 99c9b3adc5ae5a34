import {existsSync} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import {makeBundle} from '../scripts/bundle/make-bundle.ts';

const root = new URL('../', import.meta.url);
const bundle = new URL('node_modules/.bundle', root);
const hidden = new URL('node_modules/.bundle-aside', root);

/**
Measure servers with a bundle and without.

A service takes a bundle wherever it finds one, so `show` puts one that is not to be used aside. Afterwards all is as before.
*/
export async function withBundle<T>(
	measure: (show: (wanted: boolean) => Promise<void>) => Promise<T>,
): Promise<T> {
	const wasThere = existsSync(bundle);
	await makeBundle(root);
	try {
		return await measure(show);
	} finally {
		await show(wasThere);
		await rm(hidden, {recursive: true, force: true});
	}
}

async function show(wanted: boolean): Promise<void> {
	if (wanted && existsSync(hidden)) await rename(hidden, bundle);
	if (!wanted && existsSync(bundle)) await rename(bundle, hidden);
}
