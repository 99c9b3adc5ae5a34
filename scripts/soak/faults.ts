import {connect} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {createHttpClient} from '../../test/kit/client.ts';
import type {CountingSink} from '../../test/kit/counting-sink.ts';
import {startCountingSink} from '../../test/kit/counting-sink.ts';
import type {Service} from '../../test/kit/service.ts';
import {startService} from '../../test/kit/service.ts';
import type {Fault} from '../../test/kit/sink-faults.ts';

const faults: Fault[] = [
	'accept',
	{status: 503},
	'accept',
	'reset',
	{status: 429, headers: {'retry-after': '1'}},
	{delayMs: 200},
	{status: 413},
	'hang',
	'accept',
];

/** Of all the faults: what one round leaves behind shows in the next. */
const rounds = 4;

const paths = [
	'/debug/status/200',
	'/debug/status/404?quantity=3',
	'/openapi.json',
	'/debug/sentry',
	'/debug/delay/50',
];

/** Send everything a service may meet while Sentry fails in every way, stop it under load, and settle the accounts. */
export async function settleAccounts(seconds: number): Promise<boolean> {
	const sink = await startCountingSink();
	const env = {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', SHUTDOWN_DELAY_MS: '500', ACCESS_LOG: 'off'};
	const service = await startService({
		env,
		nodeArguments: ['--expose-gc', '--import', './scripts/soak/tell-memory.ts'],
	});
	const until = performance.now() + seconds * 1000;
	const answered = {requests: 0};
	const callers = Array.from({length: 12}, (_, index) => call(service, answered, index));
	const hostile = beHostile(service, until);
	const heap = await watch(service, sink, seconds);
	await hostile;
	sink.behave('accept');
	// What a hanging attempt holds is sent again after its time-out.
	await sleep(11_000);
	service.kill('SIGTERM');
	const {code} = await service.exited;
	await Promise.all(callers);
	await sink.close();

	const dropped = service.lines
		.filter(({msg, signal}) => msg === 'telemetry dropped' && signal === 'spans')
		.reduce((sum, {items}) => sum + Number(items), 0);
	const settled = answered.requests === sink.counts.spans + dropped;
	process.stdout.write(
		`accounts: ${answered.requests} answered = ${sink.counts.spans} spans + ${dropped} said to be dropped: ` +
			`${settled ? 'settled' : 'NOT SETTLED'}; ${sink.counts.events} events; exit ${code}\n` +
			`memory after each round of faults: ${heap.join(', ')} MB of heap, over ${seconds} s\n`,
	);
	return settled && code === 0;
}

async function call(service: Service, answered: {requests: number}, index: number): Promise<void> {
	const client = createHttpClient(service.port);
	for (let count = index; ; count++) {
		try {
			await client.get(paths[count % paths.length]!);
			answered.requests++;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return client.close();
		}
	}
}

/** What the parser refuses makes no span: it must not unsettle the accounts. */
async function beHostile(service: Service, until: number): Promise<void> {
	while (performance.now() < until) {
		const socket = connect(service.port, '127.0.0.1', () => socket.end('garbage\r\n'.repeat(100)));
		socket.on('error', () => {}).resume();
		await sleep(20);
	}
}

/** Go through all faults, `rounds` times. @returns the heap after each round, in MB. */
async function watch(service: Service, sink: CountingSink, seconds: number): Promise<unknown[]> {
	const heap: unknown[] = [];
	for (let round = 0; round < rounds; round++) {
		for (const fault of faults) {
			sink.behave(fault);
			await sleep((seconds * 1000) / rounds / faults.length);
		}
		const before = service.lines.length;
		service.kill('SIGUSR2');
		const {megabytes} = await service.line(
			line => line['msg'] === 'memory' && service.lines.indexOf(line) >= before,
		);
		heap.push(megabytes);
	}
	return heap;
}
