import {existsSync} from 'node:fs';
import {gather} from './conform/gather.ts';
import {judges} from './conform/judges.ts';
import type {Verdict} from './conform/verdict.ts';
import {reach} from './conform/verdict.ts';

/**
Asks other people's tools what they think of a running service and of `ops/`, and prints a table.

A tool that is not on this machine is named and left out: nothing of the service needs it. Exits with 1 when a
tool that is there finds something.
*/
if (!existsSync(new URL('../ops', import.meta.url))) {
	process.stderr.write('There is no folder ops/ here, so nothing to ask about.\n');
	process.exit(1);
}
const evidence = await gather();
const rows = judges.map(one => ({...one, ...reach(one, evidence)}));
await evidence.close();

const width = Math.max(...rows.map(({about}) => about.length));
for (const {about, word, tool} of rows) {
	process.stdout.write(`${word.padEnd(8)} ${about.padEnd(width)}  ${tool}\n`);
}
for (const {about, detail} of rows.filter(({word}) => word === 'bad')) {
	process.stdout.write(`\n${about}\n${detail}\n`);
}
const count = (word: Verdict['word']) => rows.filter(row => row.word === word).length;
process.stdout.write(
	`\n${count('good')} good, ${count('bad')} bad, ${count('missing')} not on this machine\n`,
);
process.exitCode = count('bad') > 0 ? 1 : 0;
