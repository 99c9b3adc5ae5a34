import test from 'ava';
import type {PartName} from '../../../scripts/create/parts.ts';
import {alwaysKept, needEveryPart, parts, templateOnly} from '../../../scripts/create/parts.ts';
import {isWithin, selectFiles} from '../../../scripts/create/select-files.ts';
import {templateFiles} from '../../../scripts/create/template-files.ts';
import {root} from './_create.ts';

const texts: Record<string, string> = {
	'bench/run.ts': '',
	'service/quotes/quote.ts': '',
	'service/quotes/routes.ts': '',
	'service/upstream/upstream.ts': 'GET /quotes/tea',
	'service/anything-new.ts': '',
	'README.md': '',
	'ops/collector.yaml': '',
	'ops/alerts.tf': '',
	'docs/api.md': '',
	'docs/guides/anything-new.md': '',
	'docs/adr/0001-why.md': '',
	'scripts/dev.ts': "import {claimPort} from './port.ts';",
	'scripts/port.ts': '',
	'scripts/anything-new.ts': '',
	'test/contract.ts':
		"import {startKit} from './kit/kit.ts';\nimport {begin} from './service/http/_begin.ts';",
	'test/kit/kit.ts': '',
	'test/kit/client-raw.ts': '',
	'test/kit/tests/kit.ts': '',
	'test/service/http/_begin.ts': '',
	'test/service/quotes/quotes.ts': "get('/quotes/tea')",
	'test/asks.ts': "await get('/quotes/tea')",
	'test/deep/_pair.ts': "import {prices} from '../../service/quotes/quote.ts';",
	'test/deep/uses.ts': "import {start} from './_uses-prices.ts';",
	'test/deep/_uses-prices.ts': "import {prices} from './_prices.ts';",
	'test/deep/_prices.ts': 'CATALOG_URL',
	'test/ops/collector.ts': "readText('ops/collector.yaml')",
	'test/stays.ts': "import {startKit} from './kit/kit.ts';",
};

const select = (sample: boolean, ...parts: PartName[]) =>
	selectFiles(Object.keys(texts), {sample, parts: new Set(parts)}, file => texts[file]!);

const small = [
	'docs/api.md',
	'scripts/dev.ts',
	'scripts/port.ts',
	'service/anything-new.ts',
	'service/quotes/quote.ts',
	'service/quotes/routes.ts',
	'service/upstream/upstream.ts',
	'test/contract.ts',
	'test/kit/kit.ts',
	'test/service/http/_begin.ts',
	'test/service/quotes/quotes.ts',
];

test('a service gets what runs, and of scripts, tests and documents what it uses', t => {
	t.deepEqual(select(true), small);
});

test('without the sample, nothing of it', t => {
	t.deepEqual(
		select(false),
		small.filter(file => !file.includes('/quotes/')),
	);
});

test('a part comes whole, what it is later made of too', t => {
	t.deepEqual(select(true, 'ops'), [...small, 'ops/alerts.tf', 'ops/collector.yaml'].sort());
	t.deepEqual(select(true, 'docs'), [...small, 'docs/guides/anything-new.md'].sort());
	t.deepEqual(select(true, 'adr'), [...small, 'docs/adr/0001-why.md'].sort());
});

test('with the tests come all but those of what is not there', t => {
	const tests = Object.keys(texts).filter(
		file => file.startsWith('test/') && file !== 'test/ops/collector.ts',
	);
	t.deepEqual(select(true, 'tests'), [...new Set([...small, ...tests])].sort());
	t.true(select(true, 'tests', 'ops').includes('test/ops/collector.ts'));
});

test('tests that ask for the sample resource go with it, and what imports them', t => {
	t.deepEqual(
		select(false, 'tests').filter(file => file.startsWith('test/')),
		[
			'test/contract.ts',
			'test/kit/client-raw.ts',
			'test/kit/kit.ts',
			'test/kit/tests/kit.ts',
			'test/service/http/_begin.ts',
			'test/stays.ts',
		],
	);
});

test('whatever is kept or left behind by its name is there', async t => {
	const files = await templateFiles(root);
	const ofParts = Object.values(parts).flatMap(({files: names}) => [...names]);
	const names = [...templateOnly, ...alwaysKept, ...needEveryPart, ...ofParts];
	t.deepEqual(
		names.filter(name => !files.some(file => isWithin(file, [name]))),
		[],
	);
});
