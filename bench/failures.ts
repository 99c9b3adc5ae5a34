import type {RowOptions} from './options.ts';
import {sharedRounds} from './rounds.ts';
import type {Target} from './stage.ts';
import {openStage} from './stage.ts';
import type {Spread} from './statistics.ts';
import {median, spread} from './statistics.ts';
import {service10} from './variants.ts';

/** `micros` is CPU per failing request. */
export type FailureRow = {label: string; ratio: Spread; micros: number; failures: number; events: number};

const path = '/debug/sentry';

/** A second, few enough that each failure can send its event: beyond, some are dropped and cost less. */
const rate = 200;

/**
What a request that fails with 500 costs over one that succeeds, reported and beyond its budget.

Both kinds come alike: at one constant rate where each failure sends its event, at full load beyond the budget.
*/
export async function failures(options: RowOptions): Promise<FailureRow[]> {
	const {rounds, seconds} = options;
	const stage = openStage(options);
	const failing = async (REPORT_LIMIT_PER_MINUTE: string) => {
		const target = await stage.start(service10, {env: {DEBUG_ROUTES: 'true', REPORT_LIMIT_PER_MINUTE}});
		await stage.warmUp(target, {seconds, path});
		return target;
	};
	try {
		const base = await stage.start(service10);
		await stage.warmUp(base, {seconds});
		const measure = async (label: string, target: Target, load: {rate?: number; generator?: 'client'}) => {
			await stage.drain();
			const [answered, {events}] = [target.answered, await target.received()];
			const [windows] = await sharedRounds(
				stage,
				base,
				[target],
				{rounds, seconds},
				{base: load, targets: {path, ...load}},
			);
			return {
				label,
				ratio: spread(windows!.ratios),
				micros: median(windows!.micros),
				failures: target.answered - answered,
				events: (await target.received()).events - events,
			};
		};
		return [
			await measure('one event each, within budget', await failing('1000000'), {rate, generator: 'client'}),
			await measure('beyond the budget', await failing('1'), {}),
		];
	} finally {
		await stage.close();
	}
}
