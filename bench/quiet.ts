import type {RowOptions} from './options.ts';
import {sharedRounds} from './rounds.ts';
import {openStage} from './stage.ts';
import type {Spread} from './statistics.ts';
import {median, spread} from './statistics.ts';
import {service0} from './variants.ts';

export type QuietRow = {label: string; ratio: Spread; micros: number};

const withoutLogs = {env: {SENTRY_LOGS: 'off'}};
const withNeither = {...withoutLogs, preload: ['bench/without-breadcrumbs.ts']};

/**
What breadcrumbs and Sentry's logs cost a request that logs nothing and calls nobody, over the service without them.

At rate 0, where a request costs least and so whatever is added to it shows most.
*/
export async function quiet(options: RowOptions): Promise<QuietRow[]> {
	const {rounds, seconds} = options;
	const stage = openStage(options);
	try {
		const base = await stage.start(service0, withNeither);
		const others = [
			{label: 'neither, again (control)', target: await stage.start(service0, withNeither)},
			{label: 'breadcrumbs', target: await stage.start(service0, withoutLogs)},
			{label: 'breadcrumbs and logs, as the service starts', target: await stage.start(service0)},
		];
		const targets = others.map(({target}) => target);
		for (const target of [base, ...targets]) await stage.warmUp(target, {seconds});
		const windows = await sharedRounds(stage, base, targets, {rounds, seconds});
		return others.map(({label}, i) => ({
			label,
			ratio: spread(windows[i]!.ratios),
			micros: median(windows[i]!.micros),
		}));
	} finally {
		await stage.close();
	}
}
