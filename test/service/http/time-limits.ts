import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import type {Limited} from '../../../service/http/time-limits.ts';
import {createTimeLimits} from '../../../service/http/time-limits.ts';

/** A limit some milliseconds from now, and how often it was told. */
function limit(inMs: number) {
	const limited = {at: performance.now() + inMs, place: -1, told: 0, expire: () => void limited.told++};
	return limited satisfies Limited;
}

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(5);
}

test('those whose time is up are told, once, whatever left before them', async t => {
	const limits = createTimeLimits();
	const all = Array.from({length: 60}, (_, index) => limit(index % 2 ? 20 : 60_000));
	for (const limited of all) limits.add(limited);
	// First, last and some in between; one twice.
	const left = [0, 59, 30, 31, 1, 58, 58].map(index => all[index]!);
	for (const limited of left) limits.delete(limited);
	const due = all.filter((limited, index) => index % 2 && !left.includes(limited));
	await until(() => due.every(({told}) => told > 0));
	const last = limit(20);
	limits.add(last);
	await until(() => last.told > 0);
	for (const limited of all) t.is(limited.told, due.includes(limited) ? 1 : 0);
});

test('one that is told may take others away, and add new ones', async t => {
	const limits = createTimeLimits();
	const [second, later] = [limit(5), limit(20)];
	const first = limit(5);
	first.expire = () => {
		first.told++;
		limits.delete(second);
		limits.add(later);
	};
	limits.add(first);
	limits.add(second);
	await until(() => later.told > 0);
	t.deepEqual([first.told, second.told, later.told], [1, 0, 1]);
});

test('a limit can be used again when it is done', async t => {
	const limits = createTimeLimits();
	const limited = limit(5);
	limits.add(limited);
	await until(() => limited.told === 1);
	limited.at = performance.now() + 5;
	limits.add(limited);
	limits.delete(limited);
	limits.add(limited);
	await until(() => limited.told > 1);
	t.is(limited.told, 2);
});
