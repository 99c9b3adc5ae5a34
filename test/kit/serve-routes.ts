import Router from '@koa/router';
import {createCallerOf} from '../../config/caller/caller.ts';
import type {Config} from '../../config/config.ts';
import {hostGuard} from '../../config/host-guard/host-guard.ts';
import {loadIdentity} from '../../config/identity.ts';
import {loadConfig} from '../../config/load-config.ts';
import type {Telemetry} from '../../observability/start-telemetry.ts';
import {startTelemetry} from '../../observability/start-telemetry.ts';
import type {RunJob} from '../../service/jobs/run-job.ts';

/** `service/main.ts` with routes of its own. */
export async function serveRoutes(
	addRoutes: (router: Router, config: Config, telemetry: Telemetry, runJob: RunJob) => void,
): Promise<void> {
	const config = loadConfig(process.env);
	const identity = loadIdentity(new URL('../../', import.meta.url));
	const callerOf = createCallerOf(config.trustProxy);
	const telemetry = await startTelemetry(config, identity, callerOf);
	const {createApp} = await import('../../service/app.ts');
	const {createReadiness} = await import('../../service/http/health.ts');
	const {createServer} = await import('../../service/http/server.ts');
	const {createStop} = await import('../../service/http/stop.ts');
	const {createRunner} = await import('../../service/jobs/run-job.ts');
	const router = new Router();
	const runner = createRunner(telemetry);
	addRoutes(router, config, telemetry, runner.runJob);
	const guard = hostGuard({
		allowedHosts: config.allowedHosts,
		isBehindProxy: request => callerOf(request).isBehindProxy,
		report: telemetry.reportDisallowedHost,
	});
	const readiness = createReadiness();
	const server = await createServer(
		config,
		createApp({config, identity, telemetry, readiness, guard, callerOf, router}),
		telemetry.countRefused,
	);
	const exit = (code: number) => {
		telemetry.logger.flush();
		process.exit(code);
	};
	const stop = createStop({config, telemetry, readiness, server, jobs: runner, exit});
	process.on('SIGTERM', stop.gracefully);
	process.on('uncaughtException', stop.afterCrash);
	process.on('unhandledRejection', stop.afterCrash);
	telemetry.logger.info({port: await server.listen()}, 'listening');
}
