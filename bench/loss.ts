import type {RowOptions} from './options.ts';
import {openStage} from './stage.ts';

export type LossRow = {
	name: string;
	label: string;
	seconds: number;
	/** CPU time over elapsed time while loaded: 1 is a full core. */
	coreBusy: number;
	requests: number;
	expectedSpans: number;
	spans: number;
	lost: number;
};
export type Loss = {sinkDelayMs: number; rows: LossRow[]};

const calibrationRequests = 50;

/** Spans that never arrive after full load on one core, the sink taking its time over every export. */
export async function loss(options: RowOptions): Promise<Loss> {
	const {lossSeconds: seconds} = options;
	const sinkDelayMs = 100;
	const stage = openStage({...options, generator: 'client'}, sinkDelayMs);
	try {
		const rows: LossRow[] = [];
		for (const variant of options.variants.filter(({isFullyTraced}) => isFullyTraced)) {
			const target = await stage.start(variant);
			await stage.load(target, {connections: 1, seconds: 10, requests: calibrationRequests});
			await stage.drain();
			const calibrated = (await target.received()).spans;

			const before = await target.usage();
			const burst = await stage.load(target, {seconds});
			const after = await target.usage();
			await stage.drain();
			const spans = (await target.received()).spans - calibrated;
			const expectedSpans = (burst.requests * calibrated) / calibrationRequests;
			rows.push({
				name: variant.name,
				label: variant.label,
				seconds: burst.seconds,
				coreBusy: (after.cpuMicros - before.cpuMicros) / 1e6 / burst.seconds,
				requests: burst.requests,
				expectedSpans,
				spans,
				lost: expectedSpans - spans,
			});
			await target.stop();
		}
		return {sinkDelayMs, rows};
	} finally {
		await stage.close();
	}
}
