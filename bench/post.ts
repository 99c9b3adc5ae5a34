import type {RowOptions} from './options.ts';
import {sharedRounds} from './rounds.ts';
import type {Target} from './stage.ts';
import {openStage} from './stage.ts';
import type {Spread} from './statistics.ts';
import {median, spread} from './statistics.ts';
import {bare} from './variants.ts';

export type PostRow = {name: string; label: string; ratio: Spread; micros: number};

const path = '/quotes';
const items = ['tea', 'coffee', 'tea'].map((sku, index) => ({sku, quantity: index + 1}));
const body = JSON.stringify({items});

/** CPU of a `POST /quotes` of three items: read, parsed, validated, answered; over bare Koa's. */
export async function post(options: RowOptions): Promise<PostRow[]> {
	const {rounds, seconds} = options;
	const stage = openStage(options);
	try {
		const base = await stage.start(bare);
		const targets: Target[] = [];
		for (const variant of options.variants) targets.push(await stage.start(variant));
		const expected = await answer(base);
		for (const target of targets) {
			const own = await answer(target);
			if (own !== expected)
				throw new Error(`${target.variant.name} answers ${own}\nand bare Koa ${expected}`);
		}
		for (const target of [base, ...targets]) await stage.warmUp(target, {seconds, path, body});
		const loads = {base: {path, body}, targets: {path, body}};
		const windows = await sharedRounds(stage, base, targets, {rounds, seconds}, loads);
		return targets.map(({variant: {name, label}}, i) => ({
			name,
			label,
			ratio: spread(windows[i]!.ratios),
			micros: median(windows[i]!.micros),
		}));
	} finally {
		await stage.close();
	}
}

async function answer(target: Target): Promise<string> {
	const headers = {'content-type': 'application/json'};
	const response = await fetch(`http://127.0.0.1:${target.port}${path}`, {method: 'POST', headers, body});
	target.answered++;
	return `${response.status} ${await response.text()}`;
}
