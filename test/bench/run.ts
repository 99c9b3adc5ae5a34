import test from 'ava';
import {isInstalled, variants} from '../../bench/variants.ts';
import {runToExit} from '../kit/run-to-exit.ts';

const missing = variants.filter(({isPeer}) => isPeer).filter(variant => !isInstalled(variant));

const columns = [
	'CPU ÷ bare | alone | µs | requests/s | p50 ms | p99 ms | RSS MB | answered | spans | a request | lost',
	'p50 ms | p99 ms | p99 ÷ bare',
	'CPU ÷ a 200 | µs | failures | events received',
	'over bare',
	'seconds | core busy | answered | spans due | spans received | lost',
	'ms | ÷ bare',
	'amount | CPU µs a request | ratio | over',
];

test('the smoke measures every row, loses no span and says what peers need', async t => {
	t.timeout(180_000);
	const names = ['control', 'service-1.0', ...missing.map(({name}) => name)];
	const {code, stdout, stderr} = await runToExit({
		entry: 'bench/run.ts',
		args: ['--smoke', '--only', names.join(',')],
		timeoutMs: 170_000,
	});
	t.is(code, 0, stderr);
	const headers = stdout.replaceAll(/ +/g, ' ');
	for (const column of columns) t.true(headers.includes(`| ${column} |`), `${column}\n${stdout}`);
	for (const {label} of missing) {
		t.true(stdout.includes(`skipped: ${label}. Install what it needs with: npm ci --prefix bench`));
	}
});

test('an unknown server is named with those that are known', async t => {
	const {code, stderr} = await runToExit({entry: 'bench/run.ts', args: ['--only', 'nobody']});
	t.is(code, 1);
	t.regex(stderr, /one of control, .*service-1\.0.* was expected, got "nobody"/);
});

test('--help lists every row and every server', async t => {
	const {code, stdout} = await runToExit({entry: 'bench/run.ts', args: ['--help']});
	t.is(code, 0);
	for (const {name} of variants) t.true(stdout.includes(name), name);
	for (const row of ['compare', 'latency', 'failures', 'memory', 'loss', 'start', 'scale']) {
		t.true(stdout.includes(row), row);
	}
});
