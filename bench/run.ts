import {assertComplete, assertNothingLost} from './check.ts';
import {compare} from './compare.ts';
import {describeEnvironment} from './environment.ts';
import {failures} from './failures.ts';
import {help} from './help.ts';
import {latency} from './latency.ts';
import {loss} from './loss.ts';
import {memory} from './memory.ts';
import type {Options, RowName} from './options.ts';
import {readOptions} from './options.ts';
import {post} from './post.ts';
import {quiet} from './quiet.ts';
import {writeReport} from './report.ts';
import {saveResult} from './results.ts';
import {scale} from './scale.ts';
import {start} from './start.ts';
import {tables} from './tables.ts';
import type {Variant} from './variants.ts';
import {isOwn, service10} from './variants.ts';

const rows = {compare, post, latency, failures, quiet, memory, loss, start, scale};
const print = (text: string) => process.stdout.write(`${text}\n`);

const args = process.argv.slice(2);
const options = readOptions(args);
if (options === 'help') print(help);
else await measure(options);

async function measure(options: Options): Promise<void> {
	for (const {label} of options.skipped) {
		print(`skipped: ${label}. Install what it needs with: npm ci --prefix bench`);
	}
	for (const name of options.rows) {
		const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
		const measured = {
			command,
			environment: describeEnvironment(),
			data: await rows[name]({...options, variants: chosen(name, options)}),
		};
		print(
			`\n${tables({[name]: measured})
				.map(({text}) => text)
				.join('\n')}`,
		);
		assertComplete(measured.data, name);
		if (options.isSmoke) assertNothingLost(measured.data);
		if (options.writes) saveResult(name, measured);
	}
	if (options.writes) writeReport();
}

/** Unless `--only` says which: peers have no part where the goal is the service's alone, or they would take an hour. */
function chosen(name: RowName, {variants, isSmoke, isChosen}: Options): Variant[] {
	const withPeers: RowName[] = isSmoke ? ['compare'] : ['compare', 'loss', 'start'];
	if (isChosen || withPeers.includes(name)) return variants;
	return name === 'memory' ? [service10] : variants.filter(isOwn);
}
