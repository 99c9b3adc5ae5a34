/** This service without its telemetry: what routes, checks and limits cost by themselves. */
import {hostGuard} from '../../config/host-guard/host-guard.ts';
import {loadIdentity} from '../../config/identity.ts';
import {loadConfig} from '../../config/load-config.ts';
import type {Telemetry} from '../../observability/start-telemetry.ts';
import {createApp} from '../../service/app.ts';
import {createReadiness} from '../../service/http/health.ts';
import {createHttp1} from '../../service/http/http1.ts';
import {announce} from './listen.ts';

const config = loadConfig(process.env);
const silent: Partial<Telemetry> = {
	report: () => false,
	observe: listener => listener,
	requestIdOf: () => '',
	requestContext: (_ctx, next) => next(),
	userContext: (_ctx, next) => next(),
	countShed() {},
};
const app = createApp({
	config,
	identity: await loadIdentity(new URL('../../', import.meta.url)),
	telemetry: silent as Telemetry,
	readiness: createReadiness(),
	guard: hostGuard({allowedHosts: config.allowedHosts, isTrustedProxy: () => false, report() {}}),
});
const {server} = createHttp1(config, app, () => {});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => announce(server));
