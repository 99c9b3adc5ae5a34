import {settleAccounts} from './soak/faults.ts';
import {measureOverload} from './soak/overload.ts';

/** Minutes of faults and overload in one process, and a summary. `--short`: half a minute, to see that it works. */
const isShort = process.argv.includes('--short');
const settled = await settleAccounts(isShort ? 10 : 120);
await measureOverload(isShort ? 2 : 10);
process.exitCode = settled ? 0 : 1;
