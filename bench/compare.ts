import type {RowOptions} from './options.ts';
import {sharedRounds, soloRounds} from './rounds.ts';
import type {Stage, Target} from './stage.ts';
import {openStage, quotePath} from './stage.ts';
import type {Spread} from './statistics.ts';
import {median, spread} from './statistics.ts';
import {bare} from './variants.ts';

export type CompareRow = {
	name: string;
	label: string;
	/** CPU per request over bare Koa's, both under load on one core. */
	ratio: Spread;
	/** The same, each alone on the core in turn. */
	aloneRatio: Spread;
	cpuMicros: number;
	requestsPerSecond: number;
	p50Ms: number;
	p99Ms: number;
	rssMb: number;
	requests: number;
	spans: number;
	spansPerRequest: number;
	/** Null where sampling leaves out some on purpose. */
	lost: number | null;
};

/** The main table: every variant against bare Koa. */
export async function compare(options: RowOptions): Promise<CompareRow[]> {
	const {rounds, seconds} = options;
	const stage = openStage(options);
	try {
		const base = await stage.start(bare);
		const targets: Target[] = [];
		for (const variant of options.variants) targets.push(await stage.start(variant));
		for (const target of targets) await assertSameAnswer(base, target);
		const perRequest = await spansPerRequest(stage, targets);
		for (const target of [base, ...targets]) await stage.warmUp(target, {seconds});

		const shared = await sharedRounds(stage, base, targets, {rounds, seconds});
		const [baseAlone, ...alone] = await soloRounds(stage, [base, ...targets], {rounds, seconds});
		const row = async (target: Target, i: number): Promise<CompareRow> => {
			const {bursts, ratios} = i < 0 ? baseAlone! : alone[i]!;
			const {spans} = await target.received();
			const expected = target.answered * (perRequest[i] ?? 0);
			return {
				name: target.variant.name,
				label: target.variant.label,
				ratio: spread(i < 0 ? ratios : shared[i]!.ratios),
				aloneRatio: spread(ratios),
				cpuMicros: median((i < 0 ? baseAlone! : alone[i]!).micros),
				requestsPerSecond: median(bursts.map(burst => burst.requests / burst.seconds)),
				p50Ms: median(bursts.map(({p50Ms}) => p50Ms)),
				p99Ms: median(bursts.map(({p99Ms}) => p99Ms)),
				rssMb: (await target.usage()).rssBytes / 2 ** 20,
				requests: target.answered,
				spans,
				spansPerRequest: spans / target.answered,
				lost: target.variant.isFullyTraced ? Math.max(0, expected - spans) : null,
			};
		};
		const rows = [await row(base, -1)];
		for (const [i, target] of targets.entries()) rows.push(await row(target, i));
		return rows;
	} finally {
		await stage.close();
	}
}

/** @throws when a server's answer differs in a byte: its cost would be that of something else. */
async function assertSameAnswer(base: Target, target: Target): Promise<void> {
	for (const path of [quotePath, `${quotePath}?quantity=3`]) {
		const [own, bare] = [await answer(target, path), await answer(base, path)];
		if (own !== bare) throw new Error(`${target.variant.name} answers ${own}\nand bare Koa ${bare}`);
	}
}

async function answer(target: Target, path: string): Promise<string> {
	const response = await fetch(`http://127.0.0.1:${target.port}${path}`);
	target.answered++;
	return `${response.status} ${response.headers.get('content-type')} ${await response.text()}`;
}

/** Spans that one request leaves when nothing is in a hurry: peers make some for their middleware too. */
async function spansPerRequest(stage: Stage, targets: Target[]): Promise<number[]> {
	for (const target of targets) {
		await stage.load(target, {generator: 'client', connections: 1, seconds: 5, requests: 50});
	}
	await stage.drain();
	return Promise.all(targets.map(async target => (await target.received()).spans / target.answered));
}
