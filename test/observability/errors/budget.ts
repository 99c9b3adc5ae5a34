import test from 'ava';
import fc from 'fast-check';
import {createBudget} from '../../../observability/errors/budget.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Pauses that fill a minute, an hour, and reach over their ends. */
const pauses = fc.array(
	fc.oneof(fc.integer({min: 0, max: 20}), fc.constantFrom(1000, minute - 1, minute, hour)),
	{
		maxLength: 300,
	},
);

test('in any minute there are at most its events, in any hour six times as many, and all others are counted', t => {
	fc.assert(
		fc.property(pauses, fc.integer({min: 1, max: 4}), (between, perMinute) => {
			let time = 0;
			const budget = createBudget(() => time);
			const granted: number[] = [];
			let told = 0;
			for (const pause of between) {
				time += pause;
				const grant = budget.take('a', perMinute);
				if (!grant) continue;
				granted.push(time);
				told += grant.suppressed;
			}
			for (const from of granted) {
				const within = (ms: number) => granted.filter(each => each >= from && each < from + ms).length;
				t.true(within(minute) <= perMinute);
				t.true(within(hour) <= 6 * perMinute);
			}
			const suppressed = between.length - granted.length;
			t.is(budget.drainSuppressed().get('a') ?? 0, suppressed);
			time += 2 * hour;
			t.is(told + budget.take('a', perMinute)!.suppressed, suppressed, 'the next one has the rest');
		}),
	);
});

test('a flood that lasts a day costs six minutes of each hour, and is there again afterwards', t => {
	let time = 0;
	const budget = createBudget(() => time);
	let granted = 0;
	for (; time < 24 * hour; time += 500) if (budget.take('a', 10)) granted++;
	t.true(granted > 1300 && granted <= 24 * 60, String(granted));
	time += 2 * hour;
	t.truthy(budget.take('a', 10));
	t.truthy(budget.take('b', 10), 'and costs another kind nothing');
});

test('fingerprints without end share a bucket, and are counted there', t => {
	let time = 0;
	const budget = createBudget(() => time);
	for (let index = 0; index < 5000; index++) budget.take(`kind ${index}`, 1);
	t.is(budget.drainSuppressed().get('(other)'), 3999);
	time += 3 * hour;
	t.truthy(budget.take('another', 1));
});
