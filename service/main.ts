import {enableCompileCache} from 'node:module';
import type {Telemetry} from '../observability/start-telemetry.ts';
import {standInFor} from '../observability/unused-parts.ts';
import {bundledPackages} from './bundled-packages.ts';
import {findModules} from './find-modules.ts';
import {keepTick} from './keep-tick.ts';

const signals = ['SIGTERM', 'SIGINT'] as const;
// From the first moment: as process 1, one without a handler would never hear of its end. Nothing was accepted yet; and
// a start that has failed ends soon, with 1.
const leave = () => begun.hasFailed || process.exit(0);
for (const signal of signals) process.on(signal, leave);

/** A start that fails waits so long for Sentry to take the reason. */
const lastWordsMs = 1800;
/** A failure beside the start finds telemetry begun or begins it: there is one, whoever is first. */
const begun: {
	telemetry?: Promise<Telemetry>;
	logger?: Telemetry['logger'];
	hasFailed?: true;
	tick?: object;
} = {};
process.on('uncaughtException', giveUp);
// Whoever ends the process, and why, the lines of the last turn are written. A listener that throws takes it down without `exit`.
for (const end of ['exit', 'uncaughtExceptionMonitor']) process.on(end, () => begun.logger?.flush());

keepTick(begun);
// Before anything else is loaded: compiled code is kept between starts.
enableCompileCache();
findModules(bundledPackages(new URL('../', import.meta.url)), standInFor);
await start().catch(giveUp);

/** Settings, then telemetry, then the application, which finds both there. */
async function start(): Promise<void> {
	const {loadConfig} = await import('../config/load-config.ts');
	const {warnings} = await import('../config/check-config.ts');
	const {variablesKeptFromSdk} = await import('../config/unknown-variables.ts');
	const {loadIdentity} = await import('../config/identity.ts');
	const {createCallerOf} = await import('../config/caller/caller.ts');
	const {hostGuard} = await import('../config/host-guard/host-guard.ts');
	const {startTelemetry} = await import('../observability/start-telemetry.ts');

	const config = loadConfig(process.env);
	const said = warnings(config, process.env);
	// What is said not to be served must not be read behind our backs either.
	for (const name of variablesKeptFromSdk(process.env)) delete process.env[name];
	const identity = loadIdentity(new URL('../', import.meta.url));
	const callerOf = createCallerOf(config.trustProxy);
	begun.telemetry ??= startTelemetry(config, identity, callerOf);
	const telemetry = await begun.telemetry;
	if (begun.hasFailed) return;
	begun.logger = telemetry.logger;
	for (const warning of said) telemetry.logger.warn(warning);

	// After telemetry, so that what the application loads is instrumented.
	const {createApp} = await import('./app.ts');
	const {createReadiness} = await import('./http/health.ts');
	const {createServer} = await import('./http/server.ts');
	const {createStop} = await import('./http/stop.ts');
	const {createRunner} = await import('./jobs/run-job.ts');
	const {startScheduler} = await import('./jobs/start-scheduler.ts');
	const {createSchedule} = await import('./schedule.ts');

	const guard = hostGuard({
		allowedHosts: config.allowedHosts,
		isBehindProxy: request => callerOf(request).isBehindProxy,
		report: telemetry.reportDisallowedHost,
	});
	const readiness = createReadiness();
	const app = createApp({config, identity, telemetry, readiness, guard, callerOf});
	const server = await createServer(config, app, telemetry.countRefused);
	const runner = createRunner(telemetry);
	const stop = createStop({
		config,
		telemetry,
		readiness,
		server,
		jobs: runner,
		// npm and its kin pass on the signal of a terminal or a container, which we have received ourselves.
		isSignalEchoed: process.env['npm_lifecycle_event'] !== undefined,
		exit: code => process.exit(code),
	});

	const {logger} = telemetry;
	await startScheduler({jobs: createSchedule(config), runJob: runner.runJob, logger});
	for (const signal of signals) process.on(signal, stop.gracefully).off(signal, leave);
	process.on('uncaughtException', stop.afterCrash).off('uncaughtException', giveUp);
	process.on('unhandledRejection', stop.afterCrash);

	const port = await server.listen().catch((cause: Error) => {
		throw new Error(`cannot listen on port ${config.port}: ${cause.message}`, {cause});
	});
	// With PORT=0 nothing else says where, so LOG_LEVEL hides it only where it asks for silence.
	const teller = config.logLevel === 'silent' ? logger : logger.child({}, {level: 'info'});
	teller.info({port, address: config.host}, 'listening');
}

/** Tell why the service can't start: people on stderr, the log, and Sentry where its DSN is good. */
async function giveUp(reason: unknown): Promise<void> {
	// What fails next fails for the same reason, or in vain.
	if (begun.hasFailed) return;
	begun.hasFailed = true;
	// Nothing else keeps the process alive while its last words are on their way, nor ends it when they hang.
	setTimeout(() => process.exit(1), 10 * lastWordsMs);
	try {
		process.stderr.write(`${await inWords(reason)}\n`);
		begun.telemetry = begun.telemetry?.catch(startTelling) ?? startTelling();
		const telemetry = await begun.telemetry;
		begun.logger = telemetry.logger;
		telemetry.report(reason, 'start-failed');
		await telemetry.close(lastWordsMs);
	} catch (error) {
		process.stderr.write(`and it can't be told: ${(error as Error).stack}\n`);
	}
	process.exit(1);
}

/** What is refused may be quoted, with a secret in it, and platforms keep stderr like any log. */
async function inWords(reason: unknown): Promise<string> {
	const {describeError} = await import('../observability/errors/describe-error.ts');
	const {scrubText} = await import('../observability/privacy/secrets.ts');
	const {type, message, stack} = describeError(reason);
	// Of a file that is no code, the stack alone says which it is.
	const [place] = /^file:\S+:\d+\n/.exec(String(stack)) ?? [''];
	return scrubText(place + (message || type));
}

/** Telemetry with what is good of the settings. */
async function startTelling(): Promise<Telemetry> {
	const {loadWhatIsGood} = await import('../config/load-config.ts');
	const {loadIdentity} = await import('../config/identity.ts');
	const {createCallerOf} = await import('../config/caller/caller.ts');
	const {startTelemetry} = await import('../observability/start-telemetry.ts');
	const identity = loadIdentity(new URL('../', import.meta.url));
	return startTelemetry(loadWhatIsGood(process.env), identity, createCallerOf(undefined));
}
