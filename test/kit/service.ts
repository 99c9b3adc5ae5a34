import {exampleEnvironment} from '../../config/settings/settings.ts';
import type {WaitOptions} from './arrivals.ts';
import {Arrivals} from './arrivals.ts';
// tests only
import {expectAsDescribed} from './described-ports.ts';
// /tests only
import type {Exit} from './spawn.ts';
import {spawnCommand, spawnNode, toStart} from './spawn.ts';

export interface ServiceOptions {
	/** All of its environment but what `spawnNode` adds; `HOST` is 127.0.0.1, `PORT` is 0 and no load is shed unless given. What production requires has its example. */
	env?: Record<string, string>;
	/** Relative to the project. Default `service/main.ts`. */
	entry?: string;
	/** Run this in a process group of its own, instead of Node and the entry. */
	command?: [string, ...string[]];
	/** For Node itself, before the entry. */
	nodeArguments?: string[];
	/** `false` resolves at once, with `url` and `port` of no use, for a process that may never listen. Default `true`. */
	waitForListening?: boolean;
}

/** One line of its log. */
export type LogLine = Record<string, unknown>;

export interface Service {
	url: string;
	port: number;
	pid: number;
	/** The lines of stdout so far that are JSON objects. */
	lines: LogLine[];
	/** The first such line that matches, here already or arriving within `timeoutMs` (default 60000). */
	line(matches: (line: LogLine) => boolean, options?: WaitOptions): Promise<LogLine>;
	/** Everything so far. */
	stdout(): string;
	stderr(): string;
	/** Settles when it has ended and all its output was read. Never rejects. */
	exited: Promise<Exit>;
	kill(signal: NodeJS.Signals): void;
	/** SIGTERM, and SIGKILL after a minute. Resolves when it has ended, at once when it already had. */
	stop(): Promise<Exit>;
}

/** Loopback, a free port, and no 503 because other tests keep the machine busy. */
const quiet = {HOST: '127.0.0.1', PORT: '0', OVERLOAD_EVENT_LOOP_DELAY_MS: '0'};

/** Bounds on what has gone wrong, not on how long it takes: a busy machine takes ten times as long as a quiet one. */
const startTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;

let lastStart: Promise<unknown> = Promise.resolve();

/**
Start the service as its own process, and wait until it says that it listens. Starts of a test file take turns: a dozen
side by side would starve each other. What it answers to `fetch` and to the clients here is compared with its description.

@throws {Error} With everything it wrote, when it ends first or takes two minutes.
@example
const service = await startService({env: {SENTRY_DSN: sink.dsn}});
t.teardown(service.stop);
*/
export function startService(options: ServiceOptions = {}): Promise<Service> {
	if (options.waitForListening === false) return start(options);
	const started = lastStart.then(() => start(options));
	lastStart = started.catch(() => {});
	return started;
}

async function start({
	env = {},
	entry = 'service/main.ts',
	nodeArguments = [],
	command,
	waitForListening = true,
}: ServiceOptions): Promise<Service> {
	const needed = env['NODE_ENV'] === 'production' ? exampleEnvironment() : {};
	const environment = {...quiet, ...needed, ...env};
	const child = command
		? spawnCommand(command, environment, {ownGroup: true})
		: spawnNode([...nodeArguments, ...toStart(entry)], environment);
	const output = () => `stdout:\n${child.stdout()}\nstderr:\n${child.stderr()}`;
	const log = new Arrivals<LogLine>('log line', output);
	child.onLine(line => {
		const parsed = parseLine(line);
		if (parsed) log.add(parsed);
	});
	void child.exited.then(() => log.close('before it ended'));

	const service: Service = {
		url: '',
		port: 0,
		pid: child.pid,
		lines: log.all,
		line: (matches, options) => log.first(matches, options),
		stdout: child.stdout,
		stderr: child.stderr,
		exited: child.exited,
		kill: child.kill,
		async stop() {
			child.kill('SIGTERM');
			const timer = setTimeout(child.kill, stopTimeoutMs, 'SIGKILL');
			const exit = await child.exited;
			clearTimeout(timer);
			return exit;
		},
	};
	if (!waitForListening) return service;
	try {
		const {port} = await log.first(({msg}) => msg === 'listening', {timeoutMs: startTimeoutMs});
		// tests only
		if (entry === 'service/main.ts') await expectAsDescribed(Number(port));
		// /tests only
		return Object.assign(service, {port, url: `http://127.0.0.1:${port}`});
	} catch (error) {
		child.kill('SIGKILL');
		const {code, signal} = await child.exited;
		throw new Error(`${entry} did not start (exit code ${code}, signal ${signal})\n${output()}`, {
			cause: error,
		});
	}
}

function parseLine(line: string): LogLine | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value && !Array.isArray(value) ? (value as LogLine) : undefined;
	} catch {
		return undefined;
	}
}
