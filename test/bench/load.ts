import test from 'ava';
import {parseWrk} from '../../bench/load.ts';

const output = (errors = '') => `Running 2s test @ http://127.0.0.1:3000/quotes/tea
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.31ms  601.77us  22.83ms   97.96%
  Latency Distribution
     50%  812.00us
     75%    1.31ms
     90%    1.48ms
     99%    1.20s
  98234 requests in 2.10s, 25.58MB read
${errors}Requests/sec:  46778.09
Transfer/sec:     12.18MB
`;

test('wrk’s report is read with its units', t => {
	t.deepEqual(parseWrk(output()), {requests: 98_234, failed: 0, seconds: 2.1, p50Ms: 0.812, p99Ms: 1200});
});

test('answers other than 2xx and late answers are answers', t => {
	const late = '  Socket errors: connect 0, read 0, write 0, timeout 3\n  Non-2xx or 3xx responses: 12\n';
	const {requests, failed} = parseWrk(output(late));
	t.is(requests, 98_234);
	t.is(failed, 12);
});

for (const broken of [
	'connect 7, read 0, write 0',
	'connect 0, read 10, write 0',
	'connect 0, read 0, write 2',
]) {
	test(`wrk’s ${broken} is no measurement`, t => {
		t.throws(() => parseWrk(output(`  Socket errors: ${broken}, timeout 0\n`)), {
			message: new RegExp(broken),
		});
	});
}
