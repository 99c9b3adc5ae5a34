import test from 'ava';
import * as jose from 'jose';
import {createKeySet} from '../../../service/auth/key-set.ts';

/** A clock, and a key server of which every answer is made here. */
async function setUp() {
	const {publicKey} = await jose.generateKeyPair('ES256');
	const jwk = await jose.exportJWK(publicKey);
	const state = {now: 0, asked: 0, kids: ['first'], answer: undefined as (() => unknown) | undefined};
	const find = createKeySet({
		jose,
		now: () => state.now,
		async ask() {
			state.asked++;
			return state.answer ? state.answer() : {keys: state.kids.map(kid => ({...jwk, kid, alg: 'ES256'}))};
		},
	});
	const token = {payload: '', signature: ''};
	return {state, find: async (kid: string) => find({alg: 'ES256', kid}, token)};
}

const down = () => {
	throw new Error('down');
};
const noKeySets: unknown[] = ['<html>', null, {}, {keys: 7}, {keys: ['x']}, []];

test('keys are asked for once in ten minutes, also when many ask at once', async t => {
	const {state, find} = await setUp();
	await Promise.all(Array.from({length: 50}, () => find('first')));
	state.now += 599_000;
	await find('first');
	t.is(state.asked, 1);
	state.now += 2000;
	await find('first');
	t.is(state.asked, 2);
});

test('a server that is down from the start is asked as seldom as one that answers', async t => {
	const {state, find} = await setUp();
	state.answer = down;
	for (let call = 0; call < 100; call++) await t.throwsAsync(find('first'), {message: 'down'});
	t.is(state.asked, 5);
	state.answer = undefined;
	state.now += 6000;
	await t.notThrowsAsync(find('first'), 'back within six seconds');
	t.is(state.asked, 6);
});

test('what is no key set is no answer: the last good keys are used for an hour', async t => {
	for (const answer of [...noKeySets.map(value => () => value), down]) {
		const {state, find} = await setUp();
		await find('first');
		state.answer = answer;
		state.now += 601_000;
		await t.notThrowsAsync(find('first'));
		await t.notThrowsAsync(find('first'));
		t.is(state.asked, 3);
		await t.throwsAsync(find('second'), undefined, 'nobody knows whether it is good');
		state.now += 3_600_000;
		await t.throwsAsync(find('first'));
		state.answer = undefined;
		state.now += 6000;
		await t.notThrowsAsync(find('first'));
	}
});

test('after one bad answer the next is asked for', async t => {
	for (const value of noKeySets) {
		const {state, find} = await setUp();
		state.answer = () => {
			state.answer = undefined;
			return value;
		};
		await t.throwsAsync(find('first'));
		await t.notThrowsAsync(find('first'));
	}
});

test('a key that is new is looked for at once, an invented one only so often', async t => {
	const {state, find} = await setUp();
	await find('first');
	state.kids = ['first', 'second'];
	await t.notThrowsAsync(find('second'));
	t.is(state.asked, 2);
	for (let call = 0; call < 100; call++) {
		await t.throwsAsync(find('invented'), {instanceOf: jose.errors.JWKSNoMatchingKey});
	}
	t.is(state.asked, 5);
	await t.notThrowsAsync(find('second'));
});
