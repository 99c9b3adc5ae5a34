import {setTimeout as sleep} from 'node:timers/promises';
import type {Config} from '../config/load-config.ts';
import type {Telemetry} from '../observability/start-telemetry.ts';
import type {Readiness} from './health.ts';
import type {Server} from './server.ts';

/** A crashed process is in an unknown state: it waits for its last words, but not for long. */
const crashFlushMs = 5000;
/** Telemetry gets this long after the last answer; an orchestrator would rather have the process gone. */
const flushMs = 10_000;

export interface Options {
	config: Config;
	telemetry: Telemetry;
	readiness: Readiness;
	server: Server;
	exit: (code: number) => void;
}

export interface Stop {
	/** Not ready → still serving → drained → flushed → exit 0. A second signal, or too long a stop: exit 1. */
	gracefully(this: void, signal: string): void;
	/** Report → flush → exit 1. */
	afterCrash(this: void, thrown: unknown): void;
}

/** The two ways a process ends. */
export function createStop({config, telemetry, readiness, server, exit}: Options): Stop {
	const {logger} = telemetry;
	const {shutdownDelayMs, shutdownTimeoutMs} = config;
	let crashed = false;

	async function drainAndFlush(deadline: number): Promise<void> {
		await sleep(shutdownDelayMs);
		await server.drain();
		// A little before the bound, so that a receiver that hangs doesn't turn a clean stop into a failed one.
		await telemetry.close(Math.max(0, Math.min(flushMs, deadline - performance.now() - 500)));
		exit(0);
	}

	return {
		gracefully(signal) {
			if (readiness.isDraining()) {
				logger.error({signal}, 'second signal: stopping at once');
				exit(1);
				return;
			}
			readiness.drain();
			logger.info({signal, delay_ms: shutdownDelayMs, timeout_ms: shutdownTimeoutMs}, 'stopping');
			setTimeout(() => {
				logger.error('not stopped in time: requests or telemetry may be lost');
				exit(1);
			}, shutdownTimeoutMs);
			void drainAndFlush(performance.now() + shutdownTimeoutMs);
		},
		afterCrash(thrown) {
			if (crashed) return;
			crashed = true;
			telemetry.report(thrown, 'crash');
			telemetry.abandonRequests();
			const bound = Math.min(crashFlushMs, shutdownTimeoutMs);
			setTimeout(() => exit(1), bound + 500);
			void telemetry.close(bound).finally(() => exit(1));
		},
	};
}
