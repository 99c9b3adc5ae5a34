import test from 'ava';
import {Meter} from '../../bench/meter.ts';
import type {Stage, Target} from '../../bench/stage.ts';
import {median, quantile} from '../../bench/statistics.ts';

test('work that a window leaves behind is its own, until the next window opens', async t => {
	const cpuMicros = [1000, 1700, 2700];
	const target = {usage: async () => ({cpuMicros: cpuMicros.shift()!, rssBytes: 0})} as Target;
	const requests = [70, 50];
	const stage = {load: async () => ({requests: requests.shift()!})} as unknown as Stage;
	const meter = new Meter(stage, target);
	for (let window = 0; window < 2; window++) {
		await meter.open();
		await meter.load({seconds: 1});
	}
	t.deepEqual(await meter.microsPerRequest(), [10, 20]);
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
