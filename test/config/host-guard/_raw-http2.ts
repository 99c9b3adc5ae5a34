import {connect} from 'node:net';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const settings = 4;
const headers = 1;
const rstStream = 3;
const endOfHeadersAndStream = 0x5;

/**
Send one HTTP/2 request whose header lines no client would send, and say how the server took it.

Lines travel as literals without indexing (RFC 7541 §6.2.2), so no table is needed.

@returns `headers` for an answer, `reset` for a refusal by the protocol itself.
*/
export function sendRawHttp2(
	port: number,
	lines: ReadonlyArray<readonly [name: string, value: string]>,
): Promise<'headers' | 'reset'> {
	const {promise, resolve, reject} = Promise.withResolvers<'headers' | 'reset'>();
	const socket = connect({host: '127.0.0.1', port});
	let received = Buffer.alloc(0);
	socket.on('error', reject);
	socket.on('close', () => reject(new Error('closed without an answer')));
	socket.on('data', (chunk: Buffer) => {
		received = Buffer.concat([received, chunk]);
		while (received.length >= 9 && received.length >= 9 + received.readUIntBE(0, 3)) {
			const [type, stream] = [received[3], received.readUInt32BE(5)];
			received = received.subarray(9 + received.readUIntBE(0, 3));
			if (stream === 1 && (type === headers || type === rstStream)) {
				resolve(type === headers ? 'headers' : 'reset');
				socket.destroy();
				return;
			}
		}
	});

	const block = Buffer.concat(
		lines.flatMap(([name, value]) => [Buffer.of(0), literal(name), literal(value)]),
	);
	socket.write(
		Buffer.concat([
			Buffer.from(preface),
			frame(settings, 0, 0, Buffer.alloc(0)),
			frame(headers, endOfHeadersAndStream, 1, block),
		]),
	);
	return promise;
}

function literal(text: string): Buffer {
	const bytes = Buffer.from(text, 'latin1');
	return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
	const head = Buffer.alloc(9);
	head.writeUIntBE(payload.length, 0, 3);
	head[3] = type;
	head[4] = flags;
	head.writeUInt32BE(stream, 5);
	return Buffer.concat([head, payload]);
}
