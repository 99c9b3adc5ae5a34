import type {RowOptions} from './options.ts';
import {sharedRounds} from './rounds.ts';
import type {Target} from './stage.ts';
import {openStage} from './stage.ts';
import type {Spread} from './statistics.ts';
import {median, spread} from './statistics.ts';
import {bare, service10} from './variants.ts';

/** `micros` is CPU per request of the service, `ratio` over what `against` names. */
export type ScaleRow = {what: string; amount: number; micros: number; ratio: Spread; against: string};

/** How the service's cost per request grows with connections, with middleware and with depth of spans. */
export async function scale(options: RowOptions): Promise<ScaleRow[]> {
	const {rounds, seconds, growth} = options;
	const rows: ScaleRow[] = [];
	for (const connections of growth.connections) {
		rows.push(await againstBare('connections', connections, {}, {...options, connections}));
	}
	for (const amount of growth.middleware) {
		rows.push(await againstBare('middleware', amount, {EXTRA_MIDDLEWARE: String(amount)}, options));
	}

	const stage = openStage({...options, connections: 16});
	try {
		const nested = (depth: number) => {
			const env = {EXTRA_SPANS: '100', EXTRA_DEPTH: String(depth)};
			return stage.start(service10, {env, preload: ['bench/extra.ts']});
		};
		const base = await nested(1);
		const targets: Target[] = [];
		for (const depth of growth.depths) targets.push(await nested(depth));
		for (const target of [base, ...targets]) await stage.warmUp(target, {seconds});
		const windows = await sharedRounds(stage, base, targets, {rounds, seconds});
		for (const [i, amount] of growth.depths.entries()) {
			const {micros, ratios} = windows[i]!;
			const what = 'depth of 100 spans a request';
			rows.push({what, amount, micros: median(micros), ratio: spread(ratios), against: 'depth 1'});
		}
	} finally {
		await stage.close();
	}
	return rows;
}

async function againstBare(
	what: string,
	amount: number,
	env: Record<string, string>,
	options: RowOptions,
): Promise<ScaleRow> {
	const {rounds, seconds} = options;
	const stage = openStage(options);
	try {
		const preload = ['bench/extra.ts'];
		const base = await stage.start(bare, {env, preload});
		const target = await stage.start(service10, {env, preload});
		for (const server of [base, target]) await stage.warmUp(server, {seconds});
		const [windows] = await sharedRounds(stage, base, [target], {rounds, seconds});
		const {micros, ratios} = windows!;
		return {what, amount, micros: median(micros), ratio: spread(ratios), against: 'bare Koa with as many'};
	} finally {
		await stage.close();
	}
}
