import test from 'ava';
import type {Deadline} from '../../../service/http/deadline.ts';
import {createRetryBudget} from '../../../service/upstream/retry-budget.ts';

const request = () => ({}) as Deadline;

test('one request may try again ten times, whatever is left for others', t => {
	const budget = createRetryBudget(() => 0);
	const one = request();
	const granted = Array.from({length: 20}, () => budget.take(one));
	t.is(granted.filter(Boolean).length, 10);
	t.true(budget.take(request()));
});

test('all requests together may as often as a fifth of their calls, or ten times a second', t => {
	let now = 0;
	const budget = createRetryBudget(() => now);
	const grants = () => {
		let count = 0;
		while (budget.take(request())) count++;
		return count;
	};
	t.is(grants(), 100, 'saved up');
	for (let call = 0; call < 60; call++) budget.deposit();
	// A fifth is no number that a computer can add up.
	t.true(Math.abs(grants() - 12) <= 1);
	now += 3000;
	t.true(Math.abs(grants() - 30) <= 1);
	now += 3_600_000;
	t.is(grants(), 100, 'and no more than that');
});
