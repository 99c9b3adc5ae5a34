import {createCallerOf} from '../config/caller/caller.ts';
import {loadIdentity} from '../config/identity.ts';
import {loadConfig} from '../config/load-config.ts';
import {startTelemetry} from '../observability/start-telemetry.ts';

const config = loadConfig(process.env);
const identity = {...loadIdentity(new URL('../', import.meta.url)), name: 'catalog'};
const telemetry = await startTelemetry(config, identity, createCallerOf(config.trustProxy));

const {createReadiness} = await import('../service/http/health.ts');
const {createServer} = await import('../service/http/server.ts');
const {createStop} = await import('../service/http/stop.ts');
const {createCatalogApp} = await import('./catalog-app.ts');

const readiness = createReadiness();
const server = await createServer(config, createCatalogApp(telemetry, readiness), telemetry.countRefused);
const stop = createStop({config, telemetry, readiness, server, exit: code => process.exit(code)});

process.on('SIGTERM', stop.gracefully);
process.on('uncaughtException', stop.afterCrash);
process.on('unhandledRejection', stop.afterCrash);

await server.listen();
