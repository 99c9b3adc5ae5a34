import {monitorEventLoopDelay} from 'node:perf_hooks';
import type {Middleware} from 'koa';
import {Overloaded} from '../errors/overloaded.ts';

const sampleMs = 100;

/**
Answer 503 at once while the event loop is late, instead of queueing until everybody has given up.

Place below what answers errors, above all that costs.

@param maxDelayMs - Mean delay of the event loop over the last tenth of a second; 0 never sheds.
*/
export function shedLoad({maxDelayMs, onShed}: {maxDelayMs: number; onShed: () => void}): Middleware {
	let late = false;
	if (maxDelayMs > 0) {
		const resolution = 10;
		const delay = monitorEventLoopDelay({resolution});
		delay.enable();
		setInterval(() => {
			late = delay.mean / 1e6 - resolution > maxDelayMs;
			delay.reset();
		}, sampleMs).unref();
	}
	return function shedLoad(_ctx, next) {
		if (late) {
			onShed();
			throw new Overloaded();
		}
		return next();
	};
}
