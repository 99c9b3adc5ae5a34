import test from 'ava';
import {askedPauseMs, backoffMs, isRetryable} from '../../../observability/delivery/backoff.ts';

const asks = test.macro({
	exec(t, headers: {rateLimits?: string; retryAfter?: string}, ms: number | undefined) {
		t.is(askedPauseMs(headers, ['error']), ms);
	},
	title: (_, headers, ms) => `${JSON.stringify(headers)} asks for ${ms} ms`,
});

test(asks, {}, undefined);
test(asks, {retryAfter: '2'}, 2000);
test(asks, {retryAfter: '0'}, 0);
test(asks, {retryAfter: 'soon'}, undefined);
test(asks, {retryAfter: 'Thu, 01 Jan 1970 00:00:00 GMT'}, 0);
// A timer of more than 24.8 days fires at once.
test(asks, {retryAfter: '99999999'}, 3_600_000);
test(asks, {rateLimits: '7:error:key'}, 7000);
test(asks, {rateLimits: '7::organization'}, 7000);
test(asks, {rateLimits: '60:transaction:key, 7:session;error:organization:quota'}, 7000);
test(asks, {rateLimits: '60:transaction;session:key'}, undefined);
test(asks, {rateLimits: '60:transaction:key', retryAfter: '2'}, 2000);

test('a date is a pause until then', t => {
	const ms = askedPauseMs({retryAfter: new Date(Date.now() + 60_000).toUTCString()}, []);
	t.true(ms! > 50_000 && ms! <= 60_000);
});

test('pauses double from half a second to half a minute', t => {
	for (let failures = 1; failures < 2000; failures++) {
		const ceiling = Math.min(30_000, 500 * 2 ** (failures - 1));
		const ms = backoffMs(failures);
		t.true(ms >= ceiling / 2 && ms <= ceiling);
	}
});

test('what passes is tried again, what is refused for good is not', t => {
	const statuses = [0, 200, 400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529];
	t.deepEqual(statuses.filter(isRetryable), [0, 408, 429, 500, 502, 503, 504, 529]);
});
