import {parseArgs} from 'node:util';
import type {Child} from './child.ts';
import {startChild} from './child.ts';
import type {Visit} from './demo-traffic.ts';
import {makeTraffic} from './demo-traffic.ts';
import {developmentHost, readEnvironment} from './environment.ts';
import {claimPort, findFreePort, untilTaken} from './port.ts';
import {isRefusal, Refusal} from './refusal.ts';
import type {Spotlight} from './spotlight.ts';
import {startSpotlight} from './spotlight.ts';
import {untilToldToStop} from './until-told-to-stop.ts';

const graceMs = 30_000;
const startMs = 30_000;

/** Two services, traffic through both, a shop with Sentry's SDK in front, and where to see the traces: what `npm run demo` does. */
async function demonstrate(once: boolean): Promise<void> {
	const told = untilToldToStop(() => process.exit(1));
	const env = readEnvironment();
	const port = await claimPort(env, 'npm run demo');
	const host = env['HOST'] || developmentHost;
	const spotlight = await startSpotlight(env['SENTRY_SPOTLIGHT'] || '1', host);
	// Failures are to be looked at in Spotlight, not here.
	const shared = {LOG_LEVEL: 'silent', ...env, SENTRY_SPOTLIGHT: spotlight.setting};
	const catalogPort = await findFreePort();
	const catalog = startChild(['demo/catalog.ts'], {
		...shared,
		HOST: '127.0.0.1',
		PORT: String(catalogPort),
	});
	const quotes = startChild(['service/main.ts'], {
		...shared,
		HOST: host,
		PORT: String(port),
		CATALOG_URL: `http://127.0.0.1:${catalogPort}`,
		USER_ID_HEADER: 'x-user-id',
		TRUST_PROXY: 'loopback',
	});
	try {
		await Promise.all([untilUp(catalog, catalogPort), untilUp(quotes, port)]);
		const service = `http://localhost:${port}`;
		const visits = await makeTraffic(service);
		const shop = startChild(['demo/shop.ts'], {...shared, QUOTES_URL: service}, [
			'ignore',
			'pipe',
			'inherit',
		]);
		const [, shopTrace = ''] = await shop.says(/in trace (\w{32})/);
		await shop.exited;
		process.stdout.write(summary(visits, shopTrace, service, spotlight));
		if (!once) await Promise.race([told, quotes.exited, catalog.exited]);
	} finally {
		// From the caller to the called, and Spotlight last: each has telemetry left to give.
		await quotes.stop(graceMs);
		await catalog.stop(graceMs);
		await spotlight.close();
	}
}

async function untilUp(child: Child, port: number): Promise<void> {
	const gaveUp = AbortSignal.timeout(startMs);
	const ended = child.exited.then(() => {
		throw new Refusal('A service of the demo ended at its start: see above for why, or set LOG_LEVEL=info');
	});
	await Promise.race([untilTaken(port, 'localhost', gaveUp), ended]);
}

function summary(visits: Visit[], shopTrace: string, service: string, spotlight: Spotlight): string {
	const good = visits.find(({name}) => name === 'POST /quotes')!;
	const failed = visits.find(({status}) => status >= 500)!;
	const trace = (traceId: string) =>
		spotlight.url ? `${spotlight.url}/telemetry/traces/${traceId}` : `trace ${traceId}`;
	return `
${visits.map(({name, status, traceId}) => `  ${status}  ${name.padEnd(20)}${traceId}`).join('\n')}

  One trace through both services, three calls in parallel (trace ${good.traceId}):
  ${trace(good.traceId)}

  One that failed in the catalog, with an error on either side (trace ${failed.traceId}):
  ${trace(failed.traceId)}

  One that began in a shop with Sentry’s own SDK (trace ${shopTrace}):
  ${trace(shopTrace)}

  More: curl ${service}/quotes/cake

`;
}

try {
	const {values} = parseArgs({options: {once: {type: 'boolean', default: false}}});
	await demonstrate(values.once);
	process.exit(0);
} catch (error) {
	if (!isRefusal(error)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}
