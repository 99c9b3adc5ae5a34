import test from 'ava';
import {Meter} from '../../bench/meter.ts';
import type {Stage, Target} from '../../bench/stage.ts';
import {median, quantile} from '../../bench/statistics.ts';

test('work that a window leaves behind is its own, until the next window opens', async t => {
	const cpuMicros = [1000, 1700, 2700];
	const target = {usage: async () => ({cpuMicros: cpuMicros.shift()!, rssBytes: 0})} as Target;
	const requests = [70, 50];
	const stage = {load: async () => ({requests: requests.shift()!, seconds: 1})} as unknown as Stage;
	const meter = new Meter(stage, target);
	for (let window = 0; window < 2; window++) {
		await meter.open();
		await meter.load({seconds: 1});
	}
	t.deepEqual(await meter.microsPerRequest(), [10, 20]);
});

test('what a server does unasked is not a request’s price', async t => {
	// 10 µs a millisecond at rest, then 1 s under load and 4 s of waiting.
	const cpuMicros = [0, 1000, 1000, 1000 + 30_000 + 40_000];
	const clock = [0, 100, 100, 5100];
	const target = {usage: async () => ({cpuMicros: cpuMicros.shift()!, rssBytes: 0})} as Target;
	const stage = {load: async () => ({requests: 1000, seconds: 1})} as unknown as Stage;
	const meter = new Meter(stage, target, () => clock.shift()!);
	await meter.rest(1);
	await meter.open();
	await meter.load({seconds: 1});
	t.deepEqual(await meter.microsPerRequest(), [30]);
});

test('a median of an even number of values lies between the two in the middle', t => {
	t.is(median([4, 1, 3, 100]), 3.5);
	t.is(median([9, 1, 5]), 5);
});

test('a quantile is one of the values', t => {
	const sorted = Array.from({length: 200}, (_, i) => i + 1);
	t.is(quantile(sorted, 0.5), 100);
	t.is(quantile(sorted, 0.99), 198);
	t.is(quantile([7], 0.99), 7);
});
