import test from 'ava';
import {createSlots} from '../../../service/upstream/slots.ts';

test('the rest waits in order, and who is told to stop leaves its place to the next', async t => {
	const slots = createSlots(2);
	const {signal} = new AbortController();
	t.is(slots.take(signal), undefined);
	t.is(slots.take(signal), undefined);
	const order: string[] = [];
	const leaving = new AbortController();
	const first = slots.take(signal)!.then(() => order.push('first'));
	const second = slots.take(leaving.signal)!;
	const third = slots.take(signal)!.then(() => order.push('third'));
	leaving.abort(new Error('its time is up'));
	await t.throwsAsync(second, {message: 'its time is up'});
	await t.throwsAsync(slots.take(AbortSignal.abort(new Error('too late')))!, {message: 'too late'});
	slots.giveBack();
	slots.giveBack();
	await Promise.all([first, third]);
	t.deepEqual(order, ['first', 'third']);
	slots.giveBack();
	t.is(slots.take(signal), undefined, 'nothing is lost');
});
