import type {Child} from '../child.ts';
import {startChild} from '../child.ts';
import {findFreePort} from '../port.ts';
import {openBrowser} from './browser.ts';
import {takeApi, takeBreadcrumbs, takeError, takeLog, takeTrace} from './take.ts';

export interface Options {
	/** Program of the browser. */
	chromium: string;
	/** Directory for the pictures. */
	into: URL;
	/** Those of `npm run dev` as a reader has them; free ones when left out. */
	ports?: {service: number; spotlight: number};
}

/** What was to be seen. */
export interface Seen {
	/** Whose error it was, as text. */
	errorContext: string;
	/** Rows of each trace. */
	trace: string[];
	distributed: string[];
	failed: string[];
	/** Of the one that began in the shop. */
	fleet: string[];
	/** What led to the failure in the demo, as text. */
	breadcrumbs: string;
	/** The log of `npm run dev`, as text. */
	log: string;
	/** What the pages asked other machines for. */
	elsewhere: string[];
}

const graceMs = 30_000;
const userId = 'user-42';

/** Every picture of the README and the guides: of `npm run dev`, then of `npm run demo`. */
export async function takeAll({chromium, into, ports}: Options): Promise<Seen> {
	const service = `http://localhost:${ports?.service ?? (await findFreePort())}`;
	const spotlight = `http://localhost:${ports?.spotlight ?? (await findFreePort())}`;
	const browser = await openBrowser(chromium);
	const camera = {page: browser.page, spotlight, into};
	const start = (script: string) =>
		startChild(
			[script],
			{
				...process.env,
				SENTRY_DSN: '',
				SENTRY_SPOTLIGHT: spotlight,
				PORT: new URL(service).port,
				USER_ID_HEADER: 'x-user-id',
				TRUST_PROXY: 'loopback',
			},
			['ignore', 'pipe', 'inherit'],
		);

	async function lookAtDev(dev: Child) {
		await dev.says(/Errors and traces/);
		const response = await fetch(`${service}/debug/sentry`, {
			headers: {'x-user-id': userId, 'user-agent': 'curl/8.5.0'},
		});
		const {trace_id: traceId} = (await response.json()) as {trace_id: string};
		const errorContext = await takeError(camera, 'This failure is on purpose');
		const trace = await takeTrace(camera, 'trace', traceId, 1);
		return {errorContext, trace, log: await takeLog(camera, 'This failure is on purpose')};
	}

	async function lookAtDemo(demo: Child) {
		const [, good] = await demo.says(/in parallel \(trace (\w+)\)/);
		const [, bad] = await demo.says(/on either side \(trace (\w+)\)/);
		const [, shops] = await demo.says(/own SDK \(trace (\w+)\)/);
		const distributed = await takeTrace(camera, 'distributed-trace', good!, 10);
		const failed = await takeTrace(camera, 'failed-trace', bad!, 10);
		const fleet = await takeTrace(camera, 'fleet-trace', shops!, 9);
		const breadcrumbs = await takeBreadcrumbs(camera, 'UpstreamFailed');
		await takeApi(camera, service);
		return {distributed, failed, fleet, breadcrumbs};
	}

	try {
		const seen = {
			...(await whileRunning(start('scripts/dev.ts'), lookAtDev)),
			...(await whileRunning(start('scripts/demo.ts'), lookAtDemo)),
		};
		return {...seen, elsewhere: browser.elsewhere};
	} finally {
		await browser.close();
	}
}

async function whileRunning<T>(child: Child, look: (child: Child) => Promise<T>): Promise<T> {
	try {
		return await look(child);
	} finally {
		await child.stop(graceMs);
	}
}
