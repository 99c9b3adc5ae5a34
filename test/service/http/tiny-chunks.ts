import {readFile} from 'node:fs/promises';
import {connect} from 'node:net';
import test from 'ava';
import {startService} from '../../kit/service.ts';

const body = `{"items":[{"sku":"tea","quantity":1}]${' '.repeat(249_961)}}`;

/** Megabytes of memory that a process has had at its most. */
async function peakMb(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024;
}

/** Post each byte as a chunk of its own. */
function postBytes(port: number): Promise<string> {
	const {promise, resolve} = Promise.withResolvers<string>();
	let received = '';
	const socket = connect(port, '127.0.0.1');
	socket.setEncoding('latin1').on('data', text => {
		received += text;
	});
	socket.on('error', () => {}).on('close', () => resolve(received));
	socket.write(
		'POST /quotes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
	);
	socket.write(`${body.replaceAll(/./g, byte => `1\r\n${byte}\r\n`)}0\r\n\r\n`);
	return promise;
}

test('a body of a quarter of a million chunks costs a few times what it is long', async t => {
	// What is kept of each chunk would not fit.
	const service = await startService({
		nodeArguments: ['--max-old-space-size=100'],
		// Time is not what is asked about here.
		env: {BODY_TIMEOUT_MS: '600000', REQUEST_TIMEOUT_MS: '600000'},
	});
	t.teardown(service.stop);
	t.regex(await postBytes(service.port), /^HTTP\/1\.1 200 /);
	const before = await peakMb(service.pid);
	const answers = await Promise.all(Array.from({length: 4}, () => postBytes(service.port)));
	for (const answer of answers) t.regex(answer, /^HTTP\/1\.1 200 /);
	const grown = (await peakMb(service.pid)) - before;
	t.true(grown < 100, `grew by ${grown} MB`);
});
