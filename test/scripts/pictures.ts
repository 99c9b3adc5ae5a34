import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {findChromium} from '../../scripts/pictures/find-chromium.ts';
import {takeAll} from '../../scripts/pictures/take-all.ts';

const mostBytes = 300 * 1024;
const names = [
	'api',
	'breadcrumbs',
	'distributed-trace',
	'error',
	'error-context',
	'failed-trace',
	'fleet-trace',
	'log',
	'trace',
].map(name => `${name}.png`);

test('a browser sees the error, whose it was, and its trace in dev, and the traces through both services and from the shop in the demo', async t => {
	t.timeout(600_000);
	const chromium = findChromium(process.env);
	if (!chromium) {
		t.log('Not looked at: there is no Chromium here. Install it, or set CHROMIUM to the path of its program');
		t.pass();
		return;
	}
	const directory = await mkdtemp(path.join(tmpdir(), 'pictures-'));
	t.teardown(() => rm(directory, {recursive: true}));
	const seen = await takeAll({chromium, into: pathToFileURL(`${directory}/`)});

	t.regex(seen.errorContext, /user-42/);
	t.regex(seen.errorContext, /debug\/sentry/);
	t.is(seen.trace.length, 1);
	t.regex(seen.trace[0]!, /http\.server.*GET \/debug\/sentry/s);
	for (const rows of [seen.distributed, seen.failed]) {
		t.is(rows.length, 10);
		t.regex(rows[0]!, /http\.server.*POST \/quotes/s);
		for (const sku of ['tea', 'coffee', 'cake']) {
			t.is(rows.filter(row => row.includes('http.client') && row.includes(`/products/${sku}`)).length, 1);
		}
		t.is(rows.filter(row => /http\.server.*GET \/products\/:sku/s.test(row)).length, 3);
	}
	t.is(seen.fleet.length, 9);
	t.regex(seen.fleet[0]!, /ui\.action.*check out/s);
	t.regex(seen.fleet[1]!, /http\.client.*POST .*\/quotes/s);
	t.regex(seen.fleet[2]!, /http\.server.*POST \/quotes/s);
	t.is(seen.fleet.filter(row => /http\.server.*GET \/products\/:sku/s.test(row)).length, 2);
	for (const sku of ['tea', 'coffee', 'cake']) t.regex(seen.breadcrumbs, new RegExp(`/products/${sku}`));
	t.regex(seen.log, /listening/);
	t.regex(seen.log, /This failure is on purpose/);
	t.deepEqual(seen.elsewhere, [], 'nothing phones home');
	t.deepEqual((await readdir(directory)).sort(), names.toSorted());
});

test('the pictures of the documentation are all there, and small', async t => {
	const images = new URL('../../docs/images/', import.meta.url);
	for (const name of names) {
		const picture = await readFile(new URL(name, images));
		t.is(picture.subarray(1, 4).toString(), 'PNG', name);
		t.true(picture.length <= mostBytes, `${name} has ${picture.length} bytes`);
	}
});
