import test from 'ava';
import fc from 'fast-check';
import {segment} from '../../../service/http/text.ts';
import {InvalidInput} from '../../../service/problems/request-errors.ts';
import {path} from '../../../service/upstream/path.ts';

test('values are encoded, each as one segment or one value of the query', t => {
	t.is(
		String(path`/products/${'a b?c#d&é😀'}/prices`),
		'/products/a%20b%3Fc%23d%26%C3%A9%F0%9F%98%80/prices',
	);
	t.is(
		String(path`/search?q=${'a/../b&c=1'}&page=${2}&all=${true}`),
		'/search?q=a%2F..%2Fb%26c%3D1&page=2&all=true',
	);
	t.is(String(path`/search?q=${''}`), '/search?q=');
	t.is(String(path`/search?${new URLSearchParams({a: '1 2', b: '\ud800'})}`), '/search?a=1+2&b=%EF%BF%BD');
	t.is(String(path`/search?${new URLSearchParams()}`), '/search');
	t.is(String(path`/orders`), '/orders');
	for (const kept of [
		'...',
		'.env',
		'a..b',
		'..a',
		'a.',
		'100%',
		'%zz',
		'a;b',
		'~',
		'%41',
		'a:b@c',
		"'()*!",
	]) {
		t.is(decodeURIComponent(String(path`/products/${kept}`)), `/products/${kept}`);
	}
});

const hostile = [
	'',
	'.',
	'..',
	'../admin',
	'..\\admin',
	'a/b',
	'a\\b',
	'/',
	'%2e%2e',
	'%2E.',
	'.%2e',
	'%252e%252E',
	'..;',
	'..;/admin',
	'%2e%2e%3b',
	'%2fadmin',
	'..%2fadmin',
	'..%5cadmin',
	'%25252fadmin',
	'tea%00',
	'tea\0',
	'tea\n',
	'tea\r\nHost: evil.example',
	'tea\x7f',
	'\ud800',
	'tea\udc00',
];

test('what could be taken for another path is the caller’s mistake', t => {
	for (const value of hostile) {
		t.throws(() => path`/products/${value}`, {instanceOf: InvalidInput}, JSON.stringify(value));
		t.throws(() => path`/products/${value}?currency=${'EUR'}`, {instanceOf: InvalidInput});
	}
	t.throws(() => path`/v1/.${'.'}/admin`, {instanceOf: InvalidInput}, 'with what stands beside it');
	t.throws(() => path`/search?q=${'\ud800'}`, {instanceOf: InvalidInput});
});

test('whatever the value, the URL has it as one segment, or there is none', t => {
	const bits = fc.constantFrom(
		'.',
		'/',
		'\\',
		'%2e',
		'%2F',
		'%25',
		';',
		'?',
		'#',
		'@',
		':',
		'\0',
		'\ud800',
		'é',
		'a',
	);
	const values = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.array(bits, {maxLength: 8}).map(parts => parts.join('')),
	);
	fc.assert(
		fc.property(values, value => {
			let made: string;
			try {
				made = String(path`/products/${value}/price`);
			} catch (error) {
				t.false(segment.safeParse(value).success, 'a route would have refused it under its name');
				return t.true(error instanceof InvalidInput);
			}
			const {pathname, search, hash, host} = new URL(`http://catalog.example${made}`);
			const [, first, middle, last, ...rest] = pathname.split('/');
			t.deepEqual(
				[first, last, rest, search, hash, host],
				['products', 'price', [], '', '', 'catalog.example'],
			);
			t.is(decodeURIComponent(middle!), value);
			return true;
		}),
		{numRuns: 2000},
	);
});
