import {enableCompileCache} from 'node:module';

// Before anything else is loaded: compiled code is kept between starts.
enableCompileCache();
const {loadConfig} = await import('../config/load-config.ts');
const {loadIdentity} = await import('../config/identity.ts');
const {hostGuard} = await import('../config/host-guard.ts');
const {startTelemetry} = await import('../observability/start-telemetry.ts');

const config = readConfig();
const identity = await loadIdentity(new URL('../', import.meta.url));
const telemetry = await startTelemetry(config, identity);

// After telemetry, so that what the application loads is instrumented.
const {createApp} = await import('./app.ts');
const {createReadiness} = await import('./health.ts');
const {createServer} = await import('./server.ts');
const {createStop} = await import('./stop.ts');

const guard = hostGuard({
	allowedHosts: config.allowedHosts,
	isTrustedProxy: address => address !== undefined && config.trustProxy?.(address, 0) === true,
	report: telemetry.reportDisallowedHost,
});
const readiness = createReadiness();
const server = createServer(config, createApp({config, identity, telemetry, readiness, guard}));
const stop = createStop({config, telemetry, readiness, server, exit: code => process.exit(code)});

process.on('SIGTERM', stop.gracefully);
process.on('SIGINT', stop.gracefully);
process.on('uncaughtException', stop.afterCrash);
process.on('unhandledRejection', stop.afterCrash);

try {
	const port = await server.listen();
	telemetry.logger.info({port, host: config.host}, 'listening');
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
