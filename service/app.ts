import type Router from '@koa/router';
import Koa from 'koa';
import type {CallerOf} from '../config/caller/caller.ts';
import type {Config} from '../config/config.ts';
import type {hostGuard} from '../config/host-guard/host-guard.ts';
import type {Identity} from '../config/identity.ts';
import type {Listener} from '../observability/requests/observe-requests.ts';
import type {Telemetry} from '../observability/start-telemetry.ts';
import {authenticate} from './auth/authenticate.ts';
import {createVerifyToken} from './auth/verify-token.ts';
import {endingOf} from './http/ending.ts';
import type {Readiness} from './http/health.ts';
import {answerHealth} from './http/health.ts';
import {knowCaller} from './http/know-caller.ts';
import {createKoaHandler} from './http/koa-handler.ts';
import {shortRoutes} from './http/short-routes.ts';
import {commonHeaders} from './middleware/common-headers.ts';
import {cors} from './middleware/cors.ts';
import {errorResponse} from './middleware/error-response.ts';
import {shedLoad} from './middleware/shed-load.ts';
import {timeLimit} from './middleware/time-limit.ts';
import {createRouter} from './routes.ts';

export interface Dependencies {
	config: Config;
	identity: Identity;
	telemetry: Telemetry;
	readiness: Readiness;
	guard: ReturnType<typeof hostGuard>;
	callerOf: CallerOf;
	/** Every route of the service, unless a test brings its own. */
	router?: Router;
}

/** The way of a request, from top to bottom. */
export function createApp(dependencies: Dependencies): Listener {
	const {config, identity, telemetry, readiness, guard, callerOf} = dependencies;
	const {report} = telemetry;
	const {router = createRouter(config, identity, report)} = dependencies;
	const app = new Koa();
	knowCaller(app, callerOf);

	app.use(telemetry.requestContext);
	app.use(commonHeaders());
	errorResponse(app, {report, reportNotFound: config.reportNotFound, isDraining: readiness.isDraining});
	app.use(guard);
	if (config.corsOrigins) app.use(cors(config.corsOrigins));
	app.use(shedLoad({maxDelayMs: config.overloadEventLoopDelayMs, onShed: telemetry.countShed}));
	app.use(timeLimit({timeoutMs: config.requestTimeoutMs, logger: telemetry.logger}));
	app.use(
		authenticate({
			verifyToken: config.authJwksUrl ? createVerifyToken(config) : undefined,
			userIdHeader: config.userIdHeader,
			isBehindGateway: request => callerOf(request).isBehindProxy,
		}),
	);
	app.use(telemetry.userContext);
	app.use(shortRoutes(router));
	app.use(router.allowedMethods());

	const handle = createKoaHandler(app);
	return answerHealth(readiness, telemetry.requestIdOf, telemetry.observe(handle, endingOf));
}
