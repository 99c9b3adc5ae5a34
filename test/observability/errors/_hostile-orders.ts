import fc from 'fast-check';
import type {Order} from './_hostile-service.ts';
import type {Thing} from './_hostile-things.ts';
import {classes, odds, traps} from './_hostile-things.ts';

/** Everything that a reader of an error or of an event looks at. */
const fields = [
	...['name', 'message', 'stack', 'cause', 'errors', 'error', 'suppressed', 'code', 'status', 'statusCode'],
	...[
		'expose',
		'headers',
		'headerSent',
		'constructor',
		'toString',
		'toJSON',
		'valueOf',
		'then',
		'length',
		'type',
	],
	...[
		'__sentry_captured__',
		'__sentry_template_string__',
		'__sentry_fetch_url_host__',
		'__proto__',
		'issues',
	],
	...['Symbol.toStringTag', 'Symbol.toPrimitive', 'Symbol.iterator', 'token', '\ud800'],
];

const {thing} = fc.letrec<{thing: Thing; inner: Thing}>(tie => ({
	inner: fc.oneof(
		{maxDepth: 3},
		fc.record({
			is: fc.constant('text' as const),
			text: fc.oneof(
				fc.string({unit: 'binary', maxLength: 20}),
				fc.constantFrom('\ud800', 'http://', '\0', '\n    at '),
			),
			times: fc.constantFrom(1, 1, 1, 50, 10_000, 100_000),
		}),
		fc.record({
			is: fc.constant('odd' as const),
			odd: fc.constantFrom(...(Object.keys(odds) as (keyof typeof odds)[])),
		}),
		fc.constant({is: 'throws' as const}),
		fc.constant({is: 'root' as const}),
		fc.record({is: fc.constant('deep' as const), levels: fc.constantFrom(3, 100, 1000)}),
		fc.record({is: fc.constant('wide' as const), members: fc.constantFrom(30, 2000)}),
		tie('thing'),
	),
	thing: fc.oneof(
		{maxDepth: 3},
		fc.record({
			is: fc.constantFrom('object' as const, ...(Object.keys(classes) as (keyof typeof classes)[])),
			members: fc.dictionary(fc.constantFrom(...fields), tie('inner'), {maxKeys: 6}),
		}),
		fc.record({
			is: fc.constant('proxy' as const),
			of: tie('thing'),
			traps: fc.subarray([...traps]),
		}),
		fc.record({is: fc.constant('list' as const), of: fc.array(tie('inner'), {maxLength: 4})}),
	),
}));

/** Whatever can be thrown, in any way, after anything was said. */
export const order: fc.Arbitrary<Order> = fc.record({
	thrown: thing,
	how: fc.constantFrom('thrown', 'rejected', 'captured', 'emitted', 'caused'),
	said: fc.dictionary(fc.constantFrom('tag', 'extra', 'context', 'user', 'breadcrumb', 'attribute'), thing, {
		maxKeys: 2,
	}),
});
