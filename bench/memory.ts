import {withBundle} from './bundled.ts';
import type {RowOptions} from './options.ts';
import {baseAnd} from './options.ts';
import {openStage} from './stage.ts';
import {median} from './statistics.ts';
import type {Variant} from './variants.ts';
import {service10} from './variants.ts';

const bundled: Variant = {...service10, name: 'bundle', label: 'This service, bundled', usesBundle: true};
/** With what the image sets: see its Dockerfile. */
const asTheImage: Variant = {
	...bundled,
	name: 'image',
	label: 'This service, as the image starts it',
	env: {...service10.env, NODE_OPTIONS: '--max-semi-space-size=8', MALLOC_ARENA_MAX: '2'},
};

export type MemoryRow = {
	name: string;
	label: string;
	/** Resident memory along the way: the median of each quarter, as it comes and goes with the collector of garbage. */
	samples: {requests: number; rssMb: number}[];
	/** The median of the second half, over bare Koa's: a single moment may be before or after a collection. */
	overBareMb: number;
};

/** Resident memory while `requests` requests are answered. */
export async function memory(options: RowOptions): Promise<MemoryRow[]> {
	const {seconds, requests} = options;
	const stage = openStage(options);
	const rows: MemoryRow[] = [];
	try {
		let base: number | undefined;
		await withBundle(async show => {
			for (const variant of [...baseAnd(options.variants), bundled, asTheImage]) {
				await show(variant.usesBundle === true);
				const target = await stage.start(variant);
				const samples: MemoryRow['samples'] = [];
				const later: number[] = [];
				for (const quarter of [0.25, 0.5, 0.75, 1]) {
					const readings: number[] = [];
					do {
						await stage.load(target, {seconds});
						readings.push((await target.usage()).rssBytes / 2 ** 20);
					} while (target.answered < requests * quarter);
					samples.push({requests: target.answered, rssMb: median(readings)});
					if (quarter > 0.5) later.push(...readings);
				}
				const {name, label} = variant;
				base ??= median(later);
				rows.push({name, label, samples, overBareMb: median(later) - base});
				await target.stop();
			}
		});
		return rows;
	} finally {
		await stage.close();
	}
}
