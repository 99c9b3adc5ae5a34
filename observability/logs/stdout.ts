import {fstatSync, writeSync} from 'node:fs';

/** Lines that wait for their reader; what comes beyond is dropped. */
const mostWaitingBytes = 1_048_576;
const retryMs = 10;
/** For a reader who is merely behind when the process ends. */
const lastFlushMs = 250;

/** Of the lines of one turn. */
const mostAtOnce = 65_536;

export interface Stdout {
	/** Never waits and never throws. The lines of one turn of the event loop are written at its end, at once. */
	write(line: string): void;
	/** Write what there is, as far as it is read within a quarter of a second. For the end of the process. */
	flushSync(): void;
	/** The same, under the name that `logger.flush` calls. */
	flush(done: () => void): void;
}

/**
Standard output that no reader can hold us up with.

A pipe that nobody reads is full after some 64 KiB, and the next write would stop the whole process until somebody does.
Here lines wait instead, and beyond a bound they are dropped, each as a whole.

@param onDropped - Hears how many, once there is a reader again.
*/
export function openStdout(onDropped: (lines: number) => void, fd = 1): Stdout {
	let waiting: Buffer[] = [];
	let waitingBytes = 0;
	let dropped = 0;
	let ofThisTurn = '';
	let closed = false;
	let timer: NodeJS.Timeout | undefined;

	const kind = fstatSync(fd);
	// Node makes pipes and sockets non-blocking when it opens its stream of them. A file never makes us wait.
	if (fd === 1 && (kind.isFIFO() || kind.isSocket())) void process.stdout;

	/** @returns how many bytes were taken, fewer than asked when the pipe is full. */
	function tryWrite(bytes: Buffer): number {
		let written = 0;
		try {
			while (written < bytes.length) written += writeSync(fd, bytes, written);
		} catch (error) {
			// Anything else, as EPIPE, lasts: whoever read is gone.
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') closed = true;
		}
		return written;
	}

	/** @returns whether nothing waits any more. */
	function writeWaiting(): boolean {
		while (waiting.length > 0 && !closed) {
			const [bytes] = waiting as [Buffer];
			const written = tryWrite(bytes);
			waitingBytes -= written;
			if (written === bytes.length) waiting.shift();
			else if (closed) waiting = [];
			else {
				waiting[0] = bytes.subarray(written);
				return false;
			}
		}
		return true;
	}

	function put(text: string): void {
		const bytes = Buffer.from(text);
		if (waiting.length > 0) {
			if (waitingBytes + bytes.length > mostWaitingBytes) {
				dropped += text.split('\n').length - 1;
				return;
			}
			waiting.push(bytes);
			waitingBytes += bytes.length;
			return;
		}
		const written = tryWrite(bytes);
		if (closed || written === bytes.length) return;
		waiting.push(bytes.subarray(written));
		waitingBytes = bytes.length - written;
		timer ??= setTimeout(flush, retryMs).unref();
	}

	function endTurn(): void {
		const text = ofThisTurn;
		ofThisTurn = '';
		if (text !== '' && !closed) put(text);
	}

	function flush(): void {
		clearTimeout(timer);
		timer = undefined;
		endTurn();
		if (!writeWaiting()) {
			timer = setTimeout(flush, retryMs).unref();
		} else if (dropped > 0) {
			const lines = dropped;
			dropped = 0;
			onDropped(lines);
			endTurn();
		}
	}

	function flushSync(): void {
		const until = performance.now() + lastFlushMs;
		flush();
		while (waiting.length > 0 && performance.now() < until) {
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
			flush();
		}
	}

	return {
		flushSync,
		flush(done) {
			flushSync();
			done();
		},
		write(line) {
			// Each write is a call to the system, and wakes whoever reads.
			if (ofThisTurn === '') setImmediate(endTurn);
			ofThisTurn += line;
			if (ofThisTurn.length > mostAtOnce) endTurn();
		},
	};
}
