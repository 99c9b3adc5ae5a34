import test from 'ava';
import {runToExit} from '../kit/run-to-exit.ts';

test('a flag that is none is named in one line, and nothing starts', async t => {
	const {code, stdout, stderr} = await runToExit({entry: 'scripts/soak.ts', args: ['--sort']});
	t.is(code, 1);
	t.is(stdout, '');
	t.regex(stderr, /^Unknown option '--sort'.*\n$/);
});
