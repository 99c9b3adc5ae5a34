import {setTimeout as sleep} from 'node:timers/promises';
import type {Config} from '../../config/config.ts';
import type {Telemetry} from '../../observability/start-telemetry.ts';
import type {Readiness} from './health.ts';
import type {Server} from './server.ts';

/** A crashed process is in an unknown state: it waits for its last words, but not for long. */
const crashFlushMs = 5000;
/** Telemetry gets this long after the last answer; an orchestrator would rather have the process gone. */
const flushMs = 10_000;
/** Kept of the bound, so that what was answered is told even when a request doesn't come to its end. */
const lastWordsMs = 1000;
/** So soon after the first, a signal that is echoed is not a second one. */
const echoMs = 200;

/** Work without a request. */
export interface StoppableJobs {
	/** From now on none is begun. */
	retire(): void;
	/** Wait for those that run, until `at` (`performance.now()`), and cut off the rest. */
	drain(at: number): Promise<void>;
}

export interface Options {
	config: Pick<Config, 'shutdownDelayMs' | 'shutdownTimeoutMs'>;
	telemetry: Pick<Telemetry, 'logger' | 'report' | 'abandonRequests' | 'flush' | 'close'>;
	readiness: Readiness;
	server: Omit<Server, 'listen'>;
	jobs?: StoppableJobs;
	/** Whether a parent passes on a signal that its whole process group has received already. */
	isSignalEchoed?: boolean;
	exit: (code: number) => void;
}

export interface Stop {
	/** Not ready → still serving → drained → flushed → exit 0. A second signal, or too long a stop: exit 1. */
	gracefully(this: void, signal: string): void;
	/** Report → break connections → flush → exit 1. */
	afterCrash(this: void, thrown: unknown): void;
}

/** The two ways a process ends. */
export function createStop({
	config,
	telemetry,
	readiness,
	server,
	jobs,
	isSignalEchoed = false,
	exit,
}: Options): Stop {
	const {logger} = telemetry;
	const {shutdownDelayMs, shutdownTimeoutMs} = config;
	const reserveMs = Math.min(lastWordsMs, shutdownTimeoutMs / 5);
	let crashed = false;
	let stoppedAt = 0;

	async function drainAndFlush(deadline: number): Promise<void> {
		await sleep(shutdownDelayMs);
		await Promise.all([
			// Half of what is left: what was accepted in full, and what is to be told, has the other half at least.
			server.drain(Math.max(0, (deadline - performance.now()) / 2)),
			jobs?.drain(deadline - 2 * reserveMs),
		]);
		// A little before the bound, so that a receiver that hangs doesn't turn a clean stop into a failed one.
		await telemetry.close(Math.max(0, Math.min(flushMs, deadline - performance.now() - reserveMs / 2)));
		// A crash on the way has words of its own to flush.
		if (!crashed) exit(0);
	}

	return {
		gracefully(signal) {
			if (crashed) return;
			if (readiness.isDraining()) {
				if (isSignalEchoed && performance.now() - stoppedAt < echoMs) return;
				logger.error({signal}, 'second signal: stopping at once');
				exit(1);
				return;
			}
			stoppedAt = performance.now();
			readiness.drain();
			server.retire();
			jobs?.retire();
			logger.info({signal, delay_ms: shutdownDelayMs, timeout_ms: shutdownTimeoutMs}, 'stopping');
			setTimeout(() => void telemetry.flush(), shutdownTimeoutMs - reserveMs);
			setTimeout(() => {
				logger.error('not stopped in time: requests or telemetry may be lost');
				exit(1);
			}, shutdownTimeoutMs);
			void drainAndFlush(performance.now() + shutdownTimeoutMs);
		},
		afterCrash(thrown) {
			if (crashed) return;
			crashed = true;
			const boundMs = Math.min(crashFlushMs, shutdownTimeoutMs);
			setTimeout(() => exit(1), boundMs + 500);
			readiness.drain();
			telemetry.report(thrown, 'crash');
			telemetry.abandonRequests();
			server.cut();
			void telemetry.close(boundMs).finally(() => exit(1));
		},
	};
}
