import test from 'ava';
import {rewriteText} from '../../../scripts/create/rewrite-text.ts';
import {withoutSample, withoutSampleFiles} from '../../../scripts/create/without-sample.ts';

const kept = {templateName: 'the-old-one', name: 'parcels', sample: true};

test('every spelling of the template’s name becomes the service’s', t => {
	t.is(rewriteText('the-old-one The Old One the_old_one', kept), 'parcels parcels parcels');
});

test('what only the template needs is dropped, in every kind of comment', t => {
	const texts = [
		['<!-- template only -->', '<!-- /template only -->'],
		['# template only', '# /template only'],
		['\t// template only', '\t// /template only'],
	].map(([begin, end]) => `a\n\n${begin}\nb\n\nc\n${end}\n\nd\n`);
	for (const text of texts) t.is(rewriteText(text, kept), 'a\n\nd\n');
});

test('the sample’s parts are kept without their marks, or dropped', t => {
	const text = 'a\n// sample only\nb\n// /sample only\nc\n';
	t.is(rewriteText(text, kept), 'a\nb\nc\n');
	t.is(rewriteText(text, {...kept, sample: false}), 'a\nc\n');
});

test('a part without an end stops the creation', t => {
	t.throws(() => rewriteText('a\n# template only\nb\n', kept), {message: /^expected a "\/template only"/});
});

test('a line about the sample that is not where it was stops the creation', t => {
	t.throws(() => withoutSample('config/settings/settings.ts', 'export const settings = {};\n'), {
		message: /^config\/settings\/settings\.ts: expected .* once, found it nowhere$/,
	});
});

test('tests that ask for the sample resource go with it, and what imports them', t => {
	const texts: Record<string, string> = {
		'service/quotes/routes.ts': '',
		'service/upstream/upstream.ts': 'GET /quotes/tea',
		'test/asks.ts': "await get('/quotes/tea')",
		'test/deep/_pair.ts': "import {prices} from '../../service/quotes/quote.ts';",
		'test/deep/_prices.ts': 'CATALOG_URL',
		'test/deep/uses.ts': "import {start} from './_uses-prices.ts';",
		'test/deep/_uses-prices.ts': "import {prices} from './_prices.ts';",
		'test/stays.ts': "import {start} from './kit/service.ts';",
		'test/kit/service.ts': '',
	};
	t.deepEqual(
		withoutSampleFiles(Object.keys(texts), file => texts[file]!),
		['service/upstream/upstream.ts', 'test/stays.ts', 'test/kit/service.ts'],
	);
});
