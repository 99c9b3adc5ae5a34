import test from 'ava';
import type {PartName} from '../../../scripts/create/parts.ts';
import {rewriteLinks, rewriteText} from '../../../scripts/create/rewrite-text.ts';
import {withoutSample} from '../../../scripts/create/without-sample.ts';

const kept = {templateName: 'the-old-one', name: 'parcels', sample: true, parts: new Set<PartName>()};

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

test('the lines of a part are kept when the service has it', t => {
	const text = 'a\n# docs only\nb\n# /docs only\nc\n';
	t.is(rewriteText(text, kept), 'a\nc\n');
	t.is(rewriteText(text, {...kept, parts: new Set(['docs'])}), 'a\nb\nc\n');
});

test('a link to what is not there is plain words, a picture that is not there is gone', t => {
	const isThere = (file: string) => file === 'docs/api.md' || file === 'docs/images/a.png';
	const text = '![A](../images/a.png)\n\n![B](../images/b.png)\n\n[Here](../api.md), [not](../errors.md#x)\n';
	t.is(rewriteLinks('docs/guides/a.md', text, isThere), '![A](../images/a.png)\n\n[Here](../api.md), not\n');
});

test('a scoped name is one label where no scope can be', t => {
	t.is(rewriteText('image: the-old-one', {...kept, name: '@acme/parcels'}), 'image: acme-parcels');
});

test('a part without an end stops the creation', t => {
	t.throws(() => rewriteText('a\n# template only\nb\n', kept), {message: /^expected a "\/template only"/});
});

test('a line about the sample that is not where it was stops the creation', t => {
	t.throws(() => withoutSample('config/settings/settings.ts', 'export const settings = {};\n'), {
		message: /^config\/settings\/settings\.ts: expected .* once, found it nowhere$/,
	});
});
