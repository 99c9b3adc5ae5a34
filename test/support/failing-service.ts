import Router from '@koa/router';
import {hostGuard} from '../../config/host-guard.ts';
import {loadIdentity} from '../../config/identity.ts';
import {loadConfig} from '../../config/load-config.ts';
import {startTelemetry} from '../../observability/start-telemetry.ts';
import {careless} from './careless-handler.ts';
import {kinds} from './failing-kinds.ts';
import {places} from './failing-places.ts';

/** `service/main.ts` with more routes, which fail with every kind of error in every place. */
const config = loadConfig(process.env);
const identity = await loadIdentity(new URL('../../', import.meta.url));
const telemetry = await startTelemetry(config, identity);
const {createApp} = await import('../../service/app.ts');
const {createReadiness} = await import('../../service/health.ts');
const {createServer} = await import('../../service/server.ts');
const {createStop} = await import('../../service/stop.ts');
const {toHandler} = await import('../../service/route.ts');
const {createRoutes} = await import('../../service/routes.ts');

const router = new Router();
const inner = new Router();
router.use('/middleware/:kind', ctx => {
	throw kinds[String(ctx['params'].kind)]!();
});
router.get('/middleware/:kind', () => {});
inner.get('/:kind', ctx => {
	throw kinds[String(ctx['params'].kind)]!();
});
router.use('/nested', inner.routes());
router.get('/returned/:status', ctx => {
	ctx.status = Number(ctx['params'].status);
	ctx.body = 'returned';
});
router.get('/status/:status', ctx => {
	ctx.status = Number(ctx['params'].status);
});
router.post('/careless', careless(config, telemetry.logger));
for (const route of createRoutes(config)) {
	router[route.method](route.path, toHandler(route, config.bodyLimitBytes));
}
for (const [place, fail] of Object.entries(places)) {
	router.get(`/${place}/:kind`, ctx => fail(ctx, kinds[String(ctx['params'].kind)]!) as Promise<void>);
}

const guard = hostGuard({
	allowedHosts: config.allowedHosts,
	isTrustedProxy: () => false,
	report: telemetry.reportDisallowedHost,
});
const readiness = createReadiness();
const server = createServer(
	config,
	createApp({config, identity, telemetry, readiness, guard, router}),
	telemetry.countRefused,
);
const stop = createStop({config, telemetry, readiness, server, exit: code => process.exit(code)});
process.on('SIGTERM', stop.gracefully);
process.on('uncaughtException', stop.afterCrash);
process.on('unhandledRejection', stop.afterCrash);
telemetry.logger.info({port: await server.listen()}, 'listening');
