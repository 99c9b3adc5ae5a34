import {parseArgs} from 'node:util';
import {isRefusal} from './refusal.ts';
import {settleAccounts} from './soak/faults.ts';
import {measureOverload} from './soak/overload.ts';

/** Minutes of faults and overload in one process, and a summary. `--short`: half a minute, to see that it works. */
async function soak(isShort: boolean): Promise<boolean> {
	const settled = await settleAccounts(isShort ? 10 : 120);
	await measureOverload(isShort ? 2 : 10);
	return settled;
}

try {
	const {values} = parseArgs({options: {short: {type: 'boolean', default: false}}});
	process.exitCode = (await soak(values.short)) ? 0 : 1;
} catch (error) {
	if (!isRefusal(error)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
