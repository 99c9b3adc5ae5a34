import {cp, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createHttpClient} from '../../test/kit/client.ts';
import {startService} from '../../test/kit/service.ts';
import {startSink} from '../../test/kit/sink.ts';
import {findFreePort} from '../port.ts';

/** What the judges look at: files, and the service while it runs. */
export interface Evidence {
	folder: string;
	/** Address of a service as in production. */
	url: string;
	/** A JSON array of events, one of each kind that a request can cause. */
	events: string;
	/** What a scraper gets. */
	metrics: string;
	openapi: string;
	/** A copy of `ops/sentry`, since Terraform writes into its folder. */
	sentryFiles: string;
	close(): Promise<void>;
}

const production = {NODE_ENV: 'production', ALLOWED_HOSTS: '127.0.0.1'};

/** Let a service fail in each way, and keep what it said of it. */
export async function gather(): Promise<Evidence> {
	const folder = await mkdtemp(join(tmpdir(), 'conform-'));
	const file = async (name: string, content: string) => {
		await writeFile(join(folder, name), content);
		return join(folder, name);
	};
	const {events, metrics} = await failEachWay();
	const sentryFiles = join(folder, 'sentry');
	await cp(new URL('../../ops/sentry', import.meta.url), sentryFiles, {recursive: true});

	const service = await startService({env: production});
	return {
		folder,
		url: service.url,
		events: await file('events.json', JSON.stringify(events)),
		metrics: await file('metrics.txt', metrics),
		openapi: await file('openapi.json', await (await fetch(`${service.url}/openapi.json`)).text()),
		sentryFiles,
		async close() {
			await service.stop();
		},
	};
}

async function failEachWay() {
	const sink = await startSink();
	const scrape = await findFreePort();
	const service = await startService({
		env: {
			...production,
			SENTRY_DSN: sink.dsn,
			SENTRY_SEND_DEFAULT_PII: 'true',
			DEBUG_ROUTES: 'true',
			REQUEST_TIMEOUT_MS: '500',
			// Nobody listens on the discard port.
			CATALOG_URL: 'http://127.0.0.1:9',
			OTEL_METRICS_EXPORTER: 'prometheus',
			OTEL_EXPORTER_PROMETHEUS_PORT: String(scrape),
		},
	});
	const client = createHttpClient(service.port);
	const paths = [
		'/debug/sentry?token=secret',
		'/debug/delay/2000',
		'/quotes/tea',
		'/nowhere',
		'/static/nowhere',
	];
	for (const path of paths) await client.get(path, {host: '127.0.0.1'});
	await client.get('/', {host: 'a.example.org'});
	const metrics = await (await fetch(`http://localhost:${scrape}/metrics`)).text();
	await client.get('/debug/crash', {host: '127.0.0.1'}).catch(() => undefined);
	await service.exited;
	const {events} = sink;
	await client.close();
	await sink.close();
	return {events, metrics};
}
