import {existsSync} from 'node:fs';
import {startChild} from './child.ts';
import {developmentHost, envFile, readEnvironment} from './environment.ts';
import {claimPort, untilTaken} from './port.ts';
import {Refusal} from './refusal.ts';
import {startSpotlight} from './spotlight.ts';
import {untilToldToStop} from './until-told-to-stop.ts';

/** The service bounds its own stop; this is for one that hangs. */
const graceMs = 30_000;

/** These folders, and not all of `node_modules`, which Node would watch too. */
const watch = [
	'--watch',
	'--watch-preserve-output',
	...['service', 'config', 'observability'].map(folder => `--watch-path=${folder}`),
];

/** Spotlight, and the service restarting on every change: what `npm run dev` does. */
async function develop(): Promise<number> {
	const env = readEnvironment();
	const host = env['HOST'] || developmentHost;
	const told = untilToldToStop(() => process.exit(1));
	const port = await claimPort({...env, HOST: host}, 'npm run dev');
	const spotlight = await startSpotlight(env['SENTRY_SPOTLIGHT'] || '1', host);
	const service = startChild(
		[...watch, ...(existsSync(envFile) ? ['--env-file=.env'] : []), 'service/main.ts'],
		{
			...process.env,
			HOST: host,
			PORT: String(port),
			SENTRY_SPOTLIGHT: spotlight.setting,
			SENTRY_LOGS: env['SENTRY_LOGS'] || 'info',
		},
	);
	const ended = new AbortController();
	const name = host === developmentHost ? 'localhost' : host;
	untilTaken(port, host, ended.signal).then(
		() => print(links(`http://${name}:${port}`, spotlight.url)),
		() => {},
	);

	const code = await Promise.race([told.then(() => 0), service.exited]);
	ended.abort();
	// The service first: it has telemetry left to give to Spotlight.
	await service.stop(graceMs);
	await spotlight.close();
	return code;
}

function links(service: string, spotlight: string | undefined): string {
	const rows = [
		['The service', `${service}/docs`],
		['A failure on purpose', `${service}/debug/sentry`],
		['Errors and traces', spotlight ?? 'nowhere to see: SENTRY_SPOTLIGHT is 0'],
		['Restarts', 'on every change of a file'],
	];
	return `\n${rows.map(([name, place]) => `  ${name!.padEnd(22)}${place}`).join('\n')}\n\n`;
}

function print(text: string): void {
	process.stdout.write(text);
}

try {
	process.exit(await develop());
} catch (error) {
	if (!(error instanceof Refusal)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}
