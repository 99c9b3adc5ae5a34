/** This service without its telemetry: what routes, checks and limits cost by themselves. */
import {createCallerOf} from '../../config/caller/caller.ts';
import {hostGuard} from '../../config/host-guard/host-guard.ts';
import {loadIdentity} from '../../config/identity.ts';
import {loadConfig} from '../../config/load-config.ts';
import type {Telemetry} from '../../observability/start-telemetry.ts';
import {createApp} from '../../service/app.ts';
import {createReadiness} from '../../service/http/health.ts';
import {createServer} from '../../service/http/server.ts';

const config = loadConfig(process.env);
const callerOf = createCallerOf(config.trustProxy);
const silent: Partial<Telemetry> = {
	report: () => false,
	observe: listener => listener,
	requestIdOf: () => '',
	requestContext(ctx, next) {
		ctx.state['requestId'] = 'unobserved';
		return next();
	},
	userContext: (_ctx, next) => next(),
	countShed() {},
};
const app = createApp({
	config,
	identity: loadIdentity(new URL('../../', import.meta.url)),
	telemetry: silent as Telemetry,
	readiness: createReadiness(),
	callerOf,
	guard: hostGuard({allowedHosts: config.allowedHosts, isBehindProxy: () => false, report() {}}),
});
const server = await createServer(config, app, () => {});
const port = await server.listen();
process.stdout.write(`${JSON.stringify({msg: 'listening', port})}\n`);
