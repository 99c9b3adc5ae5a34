import {isInstalled, variants} from '../bench/variants.ts';
import {runToExit} from '../test/kit/run-to-exit.ts';

/** The bench's smoke: it measures every row, loses no span and says what peers need. Too long for every `npm test`. */
const missing = variants.filter(({isPeer}) => isPeer).filter(variant => !isInstalled(variant));

const columns = [
	'CPU ÷ bare | alone | µs | requests/s | p50 ms | p99 ms | RSS MB | answered | spans | a request | lost',
	'p50 ms | p99 ms | p99 ÷ bare',
	'CPU ÷ a 200 | µs | failures | events received',
	'CPU ÷ with neither | µs',
	'over bare',
	'seconds | core busy | answered | spans due | spans received | lost',
	'ms | ÷ bare',
	'amount | CPU µs a request | ratio | over',
];

/** What a request costs, in a few words and windows: a figure for whoever reads the log, and no gate. */
const paired = await runToExit({
	entry: 'bench/run.ts',
	args: '--rows compare --only control,service-0,service-1.0 --rounds 3 --seconds 1 --no-write'.split(' '),
	timeoutMs: 600_000,
});
const ratio = (label: string) =>
	new RegExp(`\\| ${label} +\\| +([^|]+?) +\\|`).exec(paired.stdout)?.[1] ?? 'not measured';
process.stdout.write(
	`CPU of a request over bare Koa: ${ratio('This service, sample rate 1.0')} at rate 1, ${ratio('This service, sample rate 0')} at rate 0 (bare Koa again: ${ratio('Bare Koa again \\(control\\)')})\n`,
);

const names = ['control', 'service-1.0', ...missing.map(({name}) => name)];
const {code, stdout, stderr} = await runToExit({
	entry: 'bench/run.ts',
	args: ['--smoke', '--only', names.join(',')],
	timeoutMs: 600_000,
});
const headers = stdout.replaceAll(/ +/g, ' ');
const absent = [
	...columns.map(column => `| ${column} |`).filter(column => !headers.includes(column)),
	...missing
		.map(({label}) => `skipped: ${label}. Install what it needs with: npm ci --prefix bench`)
		.filter(line => !stdout.includes(line)),
];
for (const text of absent) process.stdout.write(`expected ${text}\n`);
if (code !== 0 || absent.length > 0) process.stdout.write(`${stdout}\n${stderr}\n`);
process.stdout.write(
	absent.length === 0 && code === 0 ? 'The bench measures every row.\n' : 'The bench fails.\n',
);
process.exitCode = absent.length === 0 && code === 0 ? 0 : 1;
