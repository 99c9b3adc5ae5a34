/**
A load generator that counts exactly and can keep a constant rate, run as a process of its own:
`node bench/client.ts '{"port":3000,"path":"/quotes/tea","connections":64,"seconds":10,"rate":5000}'`.

Without `rate` each connection asks again as soon as it is answered (closed loop). With it, requests are due at
constant intervals whatever the server does, and latency counts from when one was due, so a stalled server
is not forgiven the requests that waited meanwhile (no coordinated omission). It waits for every answer, so requests
sent, requests answered and spans can be compared one to one.

It never sleeps. A server that writes to a caller who does, as wrk does between two answers of a slow server, pays for
waking that caller: up to 10 µs an answer on a virtual machine, and the more the slower it is.
*/
import {connect} from 'node:net';
import type {Burst, Load} from './load.ts';
import {quantile} from './statistics.ts';

const {
	port,
	path,
	body,
	connections,
	seconds,
	requests = Infinity,
	rate,
} = JSON.parse(process.argv[2] ?? '{}') as Load;
const head = `${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`;
const text = Buffer.from(
	body === undefined
		? `GET ${head}\r\n`
		: `POST ${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
);
/** The first digit of a status that is. */
const success = '2'.charCodeAt(0);
const start = performance.now();
const total = Math.min(requests, rate === undefined ? Infinity : Math.floor(rate * seconds));
const latencies: number[] = [];
const idle: Connection[] = [];
let sent = 0;
let failed = 0;

type Connection = {ask(since: number): void};

function open(): Connection {
	let since = 0;
	/** An answer that came in pieces, so far. */
	let pieces: Buffer = Buffer.alloc(0);
	let lastLength = 0;

	/** @returns the first digit of its status once an answer is complete. All of one path are of one length: few are read. */
	function take(size: number, chunk: Uint8Array): number | undefined {
		if (pieces.length === 0 && size === lastLength) return chunk[9];
		pieces = Buffer.concat([pieces, chunk.subarray(0, size)]);
		const bodyAt = pieces.indexOf('\r\n\r\n') + 4;
		if (bodyAt === 3) return undefined;
		const head = pieces.toString('latin1', 0, bodyAt);
		const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
		if (length === undefined) throw new Error(`${path} answered without a content-length: ${head}`);
		if (pieces.length < bodyAt + Number(length)) return undefined;
		lastLength = pieces.length === size ? size : 0;
		pieces = Buffer.alloc(0);
		return head.charCodeAt(9);
	}

	const socket = connect({
		port,
		host: '127.0.0.1',
		noDelay: true,
		onread: {
			buffer: Buffer.alloc(64 * 1024),
			callback(size, chunk) {
				const status = take(size, chunk);
				if (status === undefined) return true;
				latencies.push(performance.now() - since);
				if (status !== success) failed++;
				next(connection);
				return true;
			},
		},
	});
	socket.on('close', () => {
		if (latencies.length < sent) throw new Error(`${path}: the server closed a connection that waited`);
	});
	const connection = {
		ask(from: number) {
			since = from;
			sent++;
			socket.write(text);
		},
	};
	return connection;
}

function next(connection: Connection): void {
	idle.push(connection);
	if (rate === undefined && !isOver()) idle.pop()!.ask(performance.now());
	if (isOver() && latencies.length === sent) finish();
}

/** Ask for what is due, oldest first, then look again: timers, 1 ms apart, would send in gusts. */
function pace(rate: number): void {
	const due = Math.min(total, ((performance.now() - start) / 1000) * rate);
	while (sent < due && idle.length > 0) idle.pop()!.ask(start + (sent / rate) * 1000);
	if (!isOver()) setImmediate(pace, rate);
}

/** Keep the event loop turning, so that it asks for events and never waits for them. */
function stayAwake(): void {
	if (!isOver()) setImmediate(stayAwake);
}

function isOver(): boolean {
	return sent >= total || (rate === undefined && performance.now() - start >= seconds * 1000);
}

function finish(): never {
	const elapsed = (performance.now() - start) / 1000;
	latencies.sort((a, b) => a - b);
	const burst: Burst = {
		requests: latencies.length,
		failed,
		seconds: elapsed,
		p50Ms: quantile(latencies, 0.5),
		p99Ms: quantile(latencies, 0.99),
	};
	process.stdout.write(JSON.stringify(burst));
	process.exit();
}

for (let i = 0; i < connections; i++) idle.push(open());
if (rate !== undefined) pace(rate);
else {
	for (const connection of idle.splice(0)) connection.ask(start);
	stayAwake();
}
