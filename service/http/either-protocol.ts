import type {Socket} from 'node:net';
import type {Protocol} from './protocol.ts';

/** What a caller who speaks HTTP/2 says first: https://datatracker.ietf.org/doc/html/rfc9113#section-3.4 */
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/**
Speak with each caller as it begins: HTTP/2 after its preface, else HTTP/1.1.

@param timeoutMs - Who has said too little by then is HTTP/1.1's to answer.
*/
export function createEitherProtocol(http1: Protocol, http2: Protocol, timeoutMs: number): Protocol {
	/** Connections that have not said enough yet, and how to go on with each. */
	const undecided = new Set<Socket>();

	function destroyAll(): void {
		for (const socket of undecided) socket.destroy();
	}

	return {
		take(socket) {
			let said = Buffer.alloc(0);

			function read(): void {
				const more: Buffer | null = socket.read();
				if (!more) return;
				said = Buffer.concat([said, more]);
				const length = Math.min(said.length, preface.length);
				if (said.compare(preface, 0, length, 0, length) !== 0) decide(http1);
				else if (length === preface.length) decide(http2);
			}

			function decide(protocol: Protocol): void {
				forget();
				if (said.length > 0) socket.unshift(said);
				protocol.take(socket);
			}

			const leave = () => socket.destroy();
			const timer = setTimeout(decide, timeoutMs, http1).unref();

			function forget(): void {
				clearTimeout(timer);
				undecided.delete(socket);
				socket.off('readable', read).off('end', leave).off('error', leave).off('close', forget);
			}

			undecided.add(socket);
			socket.on('readable', read).on('end', leave).on('error', leave).on('close', forget);
		},
		retire() {
			http1.retire();
			http2.retire();
		},
		closeIdle() {
			destroyAll();
			http1.closeIdle();
			http2.closeIdle();
		},
		cutArriving() {
			destroyAll();
			http1.cutArriving();
			http2.cutArriving();
		},
		cutStalled(stalledMs) {
			http1.cutStalled(stalledMs);
			http2.cutStalled(stalledMs);
		},
		cut() {
			destroyAll();
			http1.cut();
			http2.cut();
		},
	};
}
