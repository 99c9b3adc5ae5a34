import {Unauthorized} from '../../../service/auth/authenticate.ts';
import {Overloaded} from '../../../service/problems/answer-errors.ts';
import {BodyTooLarge, ClientLeft, InvalidInput} from '../../../service/problems/request-errors.ts';
import {UpstreamFailed, UpstreamTimedOut} from '../../../service/upstream/upstream-errors.ts';

/** The same instance for every request that fails with it, as a careless module keeps one. */
const shared = new Error('shared by everybody');

/** Everything that can be thrown, by name. */
export const kinds: Record<string, () => unknown> = {
	error: () => new Error('an error'),
	null: () => null,
	undefined: () => undefined,
	string: () => 'a text',
	number: () => 42,
	symbol: () => Symbol('a symbol'),
	object: () => ({message: 'an object', secret_body: 'planted-in-an-object'}),
	'object-418': () => ({status: 418, message: 'an object with a status'}),
	'object-503': () => ({status: 503, message: 'an object with a status'}),
	'odd-status': () => Object.assign(new Error('a status that is none'), {status: 404.5}),
	'ok-status': () => Object.assign(new Error('a status that is no failure'), {status: 200}),
	'status-409': () => Object.assign(new Error('conflict'), {status: 409}),
	'status-code-409': () => Object.assign(new Error('conflict'), {statusCode: 409}),
	'status-599': () => Object.assign(new Error('no such status'), {status: 599}),
	'foreign-headers': () =>
		Object.assign(new Error('an answer of another service'), {
			status: 403,
			headers: {'set-cookie': 'planted=1', 'content-length': '5', 'retry-after': '7', allow: 'é\n'},
			errors: [{big: 1n}],
		}),
	cause: () => new Error('outer', {cause: new TypeError('middle', {cause: new RangeError('inner')})}),
	'circular-cause': () => {
		const error = new Error('its own cause');
		error.cause = error;
		return error;
	},
	aggregate: () => new AggregateError([new TypeError('first'), new RangeError('second')], 'several'),
	frozen: () => Object.freeze(new Error('frozen')),
	shared: () => shared,
	unreadable: () =>
		Object.defineProperty(new Error('unreadable'), 'message', {
			get() {
				throw new Error('a getter that throws');
			},
		}),
	revoked: () => {
		const {proxy, revoke} = Proxy.revocable({}, {});
		revoke();
		return proxy;
	},
	'odd-code': () => Object.assign(new Error('a code that is no text'), {code: Symbol('code')}),
	'reset-elsewhere': () => Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'}),
	'invalid-input': () => new InvalidInput([{pointer: '/query/quantity', detail: 'must be a number'}]),
	unauthorized: () => new Unauthorized('The bearer token is not good', {cause: new Error('signature')}),
	'body-too-large': () => new BodyTooLarge(10),
	overloaded: () => new Overloaded(),
	'client-left': () => new ClientLeft(),
	'upstream-timed-out': () => new UpstreamTimedOut('catalog', 'answer', 10, {cause: new Error('aborted')}),
	'upstream-failed': () => new UpstreamFailed('catalog', 'no answer', {cause: new Error('ECONNREFUSED')}),
};
