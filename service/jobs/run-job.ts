import type {Telemetry} from '../../observability/start-telemetry.ts';
import {Deadline} from '../http/deadline.ts';
import {problemsOf} from './check-jobs.ts';
import type {Outcome, RunOptions, Work} from './job.ts';
import {InvalidJobs, JobCutOff, JobTimedOut} from './job-errors.ts';

/** After it was cut off, so that it can put down what it holds. */
const graceMs = 250;

/**
Run work that no request asked for: with a span of its own, a deadline, and exactly one event when it fails. It never
rejects; the process lives.

With a schedule it checks in with Sentry, which then knows when to expect it.

@throws {InvalidJobs} At once, when it can't be run as it is written.
@example
const outcome = await runJob({name: 'send-mail', timeoutMs: 10_000}, ({deadline}) => mailer.post('/mails', mail, answer, deadline));
*/
export type RunJob = <T>(options: RunOptions, work: Work<T>) => Promise<Outcome<T>>;

export interface Runner {
	runJob: RunJob;
	/** From now on none is begun. */
	retire(): void;
	/** Wait for those that run; what is not done at `at` (`performance.now()`) is cut off. */
	drain(at: number): Promise<void>;
}

export function createRunner({beginJob, logger}: Pick<Telemetry, 'beginJob' | 'logger'>): Runner {
	/** By what its work comes to, however late. */
	const running = new Map<Promise<void>, {outcome: Promise<unknown>; cutOff: () => void}>();
	let isRetired = false;

	function run<T>(options: RunOptions, work: Work<T>): Promise<Outcome<T>> {
		const {name, timeoutMs, schedule, timeZone = 'UTC', message} = options;
		const monitor = schedule === undefined ? undefined : {schedule, timeZone, maxRuntimeMs: timeoutMs};
		const job = beginJob({name, monitor, message});
		const deadline = new Deadline(timeoutMs);
		const over = Promise.withResolvers<never>();
		let expired: Error | undefined;
		function expire(reason: Error): void {
			expired = reason;
			// First, so that this is the failure, and not what its work makes of the deadline.
			over.reject(reason);
			deadline.expire(reason);
		}
		const timer = setTimeout(() => expire(new JobTimedOut(name, timeoutMs)), timeoutMs);
		const working = job.within(async () => work({deadline}));
		const outcome = Promise.race([working, over.promise]).then(
			(value): Outcome<T> => {
				job.done();
				return {status: 'done', value};
			},
			(error: unknown): Outcome<T> => {
				job.fail(error);
				return {status: 'failed', error};
			},
		);
		const ended = working
			.catch((error: unknown) => {
				// It has failed already, and this is what became of its work.
				if (!expired || error === expired) return;
				job.within(() => logger.warn({err: error}, 'failed after its time was up'));
			})
			.then(() => {
				clearTimeout(timer);
				running.delete(ended);
			});
		running.set(ended, {outcome, cutOff: () => expired ?? expire(new JobCutOff(name))});
		return outcome;
	}

	return {
		runJob(options, work) {
			const problems = problemsOf(options);
			if (problems.length > 0) throw new InvalidJobs(problems);
			return isRetired ? Promise.resolve({status: 'refused'}) : run(options, work);
		},
		retire() {
			isRetired = true;
		},
		async drain(at) {
			isRetired = true;
			const outcomes = Promise.all([...running.values()].map(({outcome}) => outcome));
			await before(at, outcomes);
			for (const {cutOff} of running.values()) cutOff();
			await outcomes;
			// Work whose time was up before may still be at it, and is not waited for any longer.
			await before(performance.now() + graceMs, Promise.all(running.keys()));
		},
	};
}

/** Wait for it, until `at` at the most. */
async function before(at: number, promise: Promise<unknown>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise(resolve => {
		timer = setTimeout(resolve, Math.max(0, at - performance.now()));
	});
	await Promise.race([promise, late]);
	clearTimeout(timer);
}
