import {enableCompileCache} from 'node:module';

const signals = ['SIGTERM', 'SIGINT'] as const;
// From the first moment: as process 1, one without a handler would never hear of its end. Nothing was accepted yet.
const leave = () => process.exit(0);
for (const signal of signals) process.on(signal, leave);

// Before anything else is loaded: compiled code is kept between starts.
enableCompileCache();
const {loadConfig} = await import('../config/load-config.ts');
const {loadIdentity} = await import('../config/identity.ts');
const {hostGuard} = await import('../config/host-guard/host-guard.ts');
const {startTelemetry} = await import('../observability/start-telemetry.ts');

const config = readConfig();
const identity = await loadIdentity(new URL('../', import.meta.url));
const telemetry = await startTelemetry(config, identity);

// After telemetry, so that what the application loads is instrumented.
const {createApp} = await import('./app.ts');
const {createReadiness} = await import('./http/health.ts');
const {createServer} = await import('./http/server.ts');
const {createStop} = await import('./http/stop.ts');

const guard = hostGuard({
	allowedHosts: config.allowedHosts,
	isTrustedProxy: address => address !== undefined && config.trustProxy?.(address, 0) === true,
	report: telemetry.reportDisallowedHost,
});
const readiness = createReadiness();
const app = createApp({config, identity, telemetry, readiness, guard});
const server = createServer(config, app, telemetry.countRefused);
const stop = createStop({
	config,
	telemetry,
	readiness,
	server,
	// npm and its kin pass on the signal of a terminal or a container, which we have received ourselves.
	isSignalEchoed: process.env['npm_lifecycle_event'] !== undefined,
	exit(code) {
		telemetry.logger.flush();
		process.exit(code);
	},
});

for (const signal of signals) process.on(signal, stop.gracefully).off(signal, leave);
process.on('uncaughtException', stop.afterCrash);
process.on('unhandledRejection', stop.afterCrash);

try {
	const port = await server.listen();
	telemetry.logger.info({port, address: config.host}, 'listening');
} catch (error) {
	telemetry.logger.fatal({err: error}, `cannot listen on port ${config.port}`);
	process.exit(1);
}

function readConfig() {
	try {
		return loadConfig(process.env);
	} catch (error) {
		process.stderr.write(`${(error as Error).message}\n`);
		return process.exit(1);
	}
}
