import test from 'ava';
import fc from 'fast-check';
import {parseAllowedHosts} from '../../../config/host-guard/allowed-hosts.ts';
import {createReadHost} from '../../../config/host-guard/host-syntax.ts';
import {judgeHost} from '../../../config/host-guard/judge-host.ts';
import {hostLike} from './_host-like.ts';
import {plainVerdict} from './_plain-host-rule.ts';

const oneOf = (list: string) => fc.constantFrom(...list.split(' '));
const listed = oneOf('example.com EXAMPLE.com:80 a.b.tenants.example [::1]:3000 tenants.example.');
const unlisted = fc.constantFrom('evil.example', '', 'example.com,example.com', 'examplescom');
const value = fc.oneof(
	{weight: 4, arbitrary: listed},
	{weight: 1, arbitrary: unlisted},
	{weight: 1, arbitrary: hostLike},
);
const name = oneOf('Host host HOST :authority X-Forwarded-Host x-forwarded-hOst Hosts Via');
const absolute = fc.tuple(
	oneOf('http:// HTTPS:// x+y.z-1://'),
	value,
	fc.constantFrom('', '/', '?x', '#', '/://'),
);
const target = fc.oneof(
	{weight: 3, arbitrary: oneOf('/ * //evil.example/ /http://evil.example/')},
	{weight: 2, arbitrary: absolute.map(parts => parts.join(''))},
	{
		weight: 1,
		arbitrary: oneOf(
			' example.com ://example.com http:example.com http:/example.com http:/// 1://example.com',
		),
	},
);
const entries = ['example.com', '.tenants.example', '[::1]'];
const allowedHosts = parseAllowedHosts(entries.join(','));
const request = fc.record({
	lines: fc
		.array(fc.tuple(name, value), {maxLength: 4})
		.filter(lines => lines.filter(([it]) => it === ':authority').length < 2),
	target,
	isFromTrustedProxy: fc.boolean(),
});

/** One for all, as the guard has it. */
const readHost = createReadHost();

test('a request is judged as a plain statement of the rule judges it', t => {
	let allowed = 0;
	fc.assert(
		fc.property(request, ({lines, target, isFromTrustedProxy}) => {
			const refusal = judgeHost({
				rawHeaders: lines.flat(),
				target,
				allowedHosts,
				readHost,
				isFromTrustedProxy: () => isFromTrustedProxy,
			});
			allowed += Number(refusal === undefined);
			return (refusal === undefined) === plainVerdict({lines, target, isFromTrustedProxy}, entries);
		}),
		{numRuns: 5000},
	);
	// Agreement on refusals alone would prove little.
	t.true(allowed > 100);
});

test('any header lines and any target are judged without throwing', t => {
	const text = fc.string({unit: 'binary', maxLength: 20});
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.oneof(name, text), text)), text, (lines, target) => {
			judgeHost({rawHeaders: lines.flat(), target, allowedHosts, readHost, isFromTrustedProxy: () => true});
		}),
		{numRuns: 1000},
	);
	t.pass();
});

test('the peer is asked about only when there is something to believe', t => {
	const isFromTrustedProxy = () => t.fail();
	t.is(
		judgeHost({rawHeaders: ['Host', 'example.com'], target: '/', allowedHosts, readHost, isFromTrustedProxy}),
		undefined,
	);
});

test('two :authority lines are refused', t => {
	const rawHeaders = [':authority', 'example.com', ':authority', 'example.com'];
	const refusal = judgeHost({
		rawHeaders,
		target: '/',
		allowedHosts,
		readHost,
		isFromTrustedProxy: () => false,
	});
	t.deepEqual(refusal, {reason: 'several', source: ':authority', host: 'example.com, example.com'});
});
