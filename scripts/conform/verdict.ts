import {spawnSync} from 'node:child_process';
import type {Evidence} from './gather.ts';
import type {Judge} from './judges.ts';

export interface Verdict {
	word: 'good' | 'bad' | 'missing';
	/** What was asked and answered, of what is bad. */
	detail: string;
}

/** Ask a judge, if it is on this machine. */
export function reach({present, ask, env}: Judge, evidence: Evidence): Verdict {
	const environment = {...process.env, ...env?.(evidence)};
	// In a folder of its own: some leave caches behind.
	const run = ([command, ...args]: readonly [string, ...string[]]) =>
		spawnSync(command, args, {env: environment, encoding: 'utf8', cwd: evidence.folder});
	const found = present.find(command => run(command).status === 0);
	if (!found) return {word: 'missing', detail: ''};
	for (const command of ask(evidence, found)) {
		const {status, stdout, stderr} = run(command);
		if (status !== 0) return {word: 'bad', detail: `${command.join(' ')}\n${stdout}${stderr}`};
	}
	return {word: 'good', detail: ''};
}
