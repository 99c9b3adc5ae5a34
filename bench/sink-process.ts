import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {pinned} from './cores.ts';
import {stop} from './server.ts';
import type {Answer, Question} from './sink.ts';

export type SinkProcess = {
	/** The sink of one server, opened when it is first asked about. */
	of(server: number): Promise<Answer>;
	stop(): Promise<void>;
};

/** Start `sink.ts` on the load's cores; it answers every export `delayMs` later. */
export function startSinks(delayMs = 0): SinkProcess {
	const [execPath, ...execArgv] = pinned('load', [process.execPath]);
	const child = fork(fileURLToPath(new URL('sink.ts', import.meta.url)), [String(delayMs)], {
		execPath: execPath as string,
		execArgv,
	});
	// One question at a time: answers carry no number.
	let last: Promise<unknown> = Promise.resolve();
	const ask = async (question: Question) => {
		const answer = once(child, 'message');
		child.send(question);
		return (await answer)[0] as Answer;
	};
	return {
		of(server) {
			const answer = last.then(() => ask({server}));
			last = answer;
			return answer;
		},
		stop: () => stop(child),
	};
}
