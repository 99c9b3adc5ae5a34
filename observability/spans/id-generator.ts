import {randomBytes} from 'node:crypto';
import {INVALID_SPANID, INVALID_TRACEID} from '@opentelemetry/api';
import type {IdGenerator} from '@opentelemetry/sdk-trace';

/** Bytes of randomness fetched at once: a call to the system's generator costs more than all the rest of an id. */
const poolBytes = 8192;

/** Trace and span ids as https://www.w3.org/TR/trace-context-2/#random-trace-id-flag wants them, never all zeros. */
export function createIdGenerator(): IdGenerator {
	let pool = '';
	let at = 0;

	function take(digits: number, invalid: string): string {
		if (at + digits > pool.length) {
			pool = randomBytes(poolBytes).toString('hex');
			at = 0;
		}
		at += digits;
		const id = pool.slice(at - digits, at);
		return id === invalid ? take(digits, invalid) : id;
	}

	return {generateTraceId: () => take(32, INVALID_TRACEID), generateSpanId: () => take(16, INVALID_SPANID)};
}
