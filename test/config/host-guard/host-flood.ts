import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {connect} from 'node:net';
import test from 'ava';
import {startCountingSink} from '../../kit/counting-sink.ts';
import {startService} from '../../kit/service.ts';

const connections = 20;
const each = 1000;

/** Send one request a host over one connection, the next when the last is answered. @returns how often each status came. */
async function flood(port: number, hosts: readonly string[]): Promise<Record<string, number>> {
	const socket = connect(port, '127.0.0.1');
	const counts: Record<string, number> = {};
	const left = hosts.values();
	const ask = () => {
		const {value: host, done} = left.next();
		if (done) socket.end();
		else socket.write(`GET /wp-login.php HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
	};
	let received = '';
	socket.setEncoding('latin1').on('data', (text: string) => {
		received += text;
		// An answer ends with its problem document.
		if (!received.endsWith('}')) return;
		const status = received.slice(9, 12);
		counts[status] = (counts[status] ?? 0) + 1;
		received = '';
		ask();
	});
	ask();
	await once(socket, 'close');
	return counts;
}

/** Bytes of memory that a process occupies. */
async function residentBytes(pid: number): Promise<number> {
	return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}

test('20,000 requests for 20,000 hosts are at most 10 events, and harm neither memory nor good requests', async t => {
	const sink = await startCountingSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, NODE_ENV: 'production', ALLOWED_HOSTS: '127.0.0.1', DEBUG_ROUTES: 'true'},
	});
	t.teardown(service.stop);
	const hosts = (round: string) =>
		Array.from({length: each}, (_, index) => `${round}-${index}.scanner.example`);
	const began = performance.now();
	// What every process needs once it has work is no growth.
	await flood(service.port, hosts('warm'));
	const before = process.platform === 'linux' ? await residentBytes(service.pid) : undefined;

	let flooding = true;
	const good: number[] = [];
	const asking = (async () => {
		while (flooding) good.push((await fetch(`${service.url}/debug/status/200`)).status);
	})();
	const counts = await Promise.all(
		Array.from({length: connections}, (_, connection) => flood(service.port, hosts(`host-${connection}`))),
	);
	flooding = false;
	await asking;

	t.deepEqual(
		counts,
		Array.from({length: connections}, () => ({400: each})),
	);
	t.true(good.length > 0);
	t.true(
		good.every(status => status === 200),
		`good requests: ${[...new Set(good)]}`,
	);
	// A busy machine may need more than the minute that a budget is for.
	const minutes = Math.floor((performance.now() - began) / 60_000) + 1;
	const {events} = sink.counts;
	t.true(events >= 10 && events <= 10 * minutes && events <= 60, `${events} in ${minutes} minutes`);
	if (before !== undefined) {
		const grown = (await residentBytes(service.pid)) - before;
		t.true(grown < 60 * 1024 * 1024, `grown by ${Math.round(grown / 1024 / 1024)} MB`);
		t.log(`grown by ${Math.round(grown / 1024 / 1024)} MB`);
	}
	await service.stop();
	t.is(sink.counts.events, events, 'nothing was held back to be sent at the end');
	const suppressed = service.lines
		.filter(
			({msg, fingerprint}) =>
				String(msg).startsWith('events suppressed') && fingerprint === 'disallowed-host',
		)
		.map(({events}) => Number(events));
	t.is(
		suppressed.reduce((sum, events) => sum + events, 0),
		(connections + 1) * each - events,
	);
});
