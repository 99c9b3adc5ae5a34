import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, constants, mkdtempSync, openSync} from 'node:fs';
import {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';

/** What a container's stdout is. A child's usual one is a socket. */
function openPipe() {
	const path = join(mkdtempSync(join(tmpdir(), 'stdout-')), 'pipe');
	execFileSync('mkfifo', [path]);
	const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	return {reader: new Socket({fd}), writer: openSync(path, constants.O_WRONLY)};
}

/** The service, with a stdout that is read only while it flows. */
async function start(kind: string) {
	const pipe = kind === 'pipe' ? openPipe() : undefined;
	const child = spawn(process.execPath, ['service/main.ts'], {
		env: {
			PATH: process.env['PATH'],
			NODE_ENV: 'production',
			ALLOWED_HOSTS: '127.0.0.1',
			SHUTDOWN_DELAY_MS: '0',
			HOST: '127.0.0.1',
			PORT: '0',
			ACCESS_LOG: 'all',
			OVERLOAD_EVENT_LOOP_DELAY_MS: '0',
		},
		stdio: ['ignore', pipe?.writer ?? 'pipe', 'inherit'],
	});
	if (pipe) closeSync(pipe.writer);
	const stdout: Readable = pipe?.reader ?? child.stdout!;
	let text = '';
	const port = await new Promise<number>(resolve => {
		stdout.setEncoding('utf8').on('data', (chunk: string) => {
			text += chunk;
			const listening = /"port":(\d+).*"msg":"listening"/.exec(text);
			if (listening) resolve(Number(listening[1]));
		});
	});
	return {child, port, stdout, lines: createInterface({input: stdout})};
}

for (const kind of ['pipe', 'socket']) {
	test(`requests go on while nobody reads a stdout that is a ${kind}, and what was not logged is told`, async t => {
		const {child, port, stdout, lines} = await start(kind);
		t.teardown(() => child.kill('SIGKILL'));
		stdout.pause();
		const client = createHttpClient(port, 8);
		// Two kilobytes a line, for an answer that is no event.
		const path = `/quotes/${'x'.repeat(2000)}`;
		const asked = 1200;
		for (let count = 0; count < asked / 8; count++) {
			const answers = await Promise.all(Array.from({length: 8}, () => client.get(path)));
			t.true(answers.every(({status}) => status === 422));
		}
		t.is((await client.get('/livez')).status, 200);
		await client.close();

		let [logged, dropped] = [0, 0];
		const told = new Promise<void>(resolve => {
			lines.on('line', line => {
				const {msg, lines: lost} = JSON.parse(line) as {msg: string; lines?: number};
				if (msg === 'request') logged++;
				dropped += lost ?? 0;
				if (lost) resolve();
			});
		});
		stdout.resume();
		await told;
		child.kill('SIGTERM');
		const [[code]] = (await Promise.all([once(child, 'exit'), once(lines, 'close')])) as [[number], unknown];
		t.is(code, 0);
		t.true(dropped > 0);
		t.is(logged + dropped, asked);
	});
}
