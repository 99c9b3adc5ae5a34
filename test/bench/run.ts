import test from 'ava';
import {variants} from '../../bench/variants.ts';
import {runToExit} from '../kit/run-to-exit.ts';

test('an unknown server is named with those that are known', async t => {
	const {code, stderr} = await runToExit({entry: 'bench/run.ts', args: ['--only', 'nobody']});
	t.is(code, 1);
	t.regex(stderr, /one of control, .*service-1\.0.* was expected, got "nobody"/);
});

test('--help lists every row and every server', async t => {
	const {code, stdout} = await runToExit({entry: 'bench/run.ts', args: ['--help']});
	t.is(code, 0);
	for (const {name} of variants) t.true(stdout.includes(name), name);
	for (const row of ['compare', 'post', 'latency', 'failures', 'quiet', 'memory', 'loss', 'start', 'scale']) {
		t.true(stdout.includes(row), row);
	}
});
