import type {Origin} from './otlp.ts';
import {decodeEach} from './otlp.ts';
import type {Attributes, KeyValue} from './otlp-values.ts';
import {decodeAttributes, decodeInteger} from './otlp-values.ts';

type Integer = bigint | number | string;

export interface MetricPoint {
	attributes: Attributes;
	timeUnixNano: bigint;
	/** Of a gauge or a sum. */
	value?: number | bigint;
	/** Of a histogram, in the metric's unit. */
	count?: number | bigint;
	sum?: number | undefined;
	min?: number | undefined;
	max?: number | undefined;
	bucketCounts?: (number | bigint)[];
	explicitBounds?: number[];
}

/** One metric of one export, with the resource and the scope it came under. */
export interface Metric extends Origin {
	name: string;
	description: string;
	unit: string;
	type: 'gauge' | 'sum' | 'histogram';
	/** Sums only: never falls. */
	monotonic: boolean;
	/** 1 delta, 2 cumulative, 0 where it has no meaning. */
	temporality: number;
	points: MetricPoint[];
}

interface WirePoint {
	attributes?: KeyValue[];
	timeUnixNano?: Integer;
	asInt?: Integer;
	asDouble?: number | string;
	count?: Integer;
	sum?: number;
	min?: number;
	max?: number;
	bucketCounts?: Integer[];
	explicitBounds?: number[];
}

type WireMetric = {name?: string; description?: string; unit?: string} & Partial<
	Record<
		'gauge' | 'sum' | 'histogram',
		{dataPoints?: WirePoint[]; aggregationTemporality?: number; isMonotonic?: boolean}
	>
>;

/**
The metrics of one request, flat.

@throws {Error} See `decodeEach`; and for exponential histograms and summaries, which nothing here sends.
*/
export function decodeMetrics(body: Uint8Array, contentType?: string): Metric[] {
	return decodeEach('Metrics', body, contentType, decodeMetric);
}

function decodeMetric(metric: WireMetric): Omit<Metric, 'resource' | 'scope'> {
	const type = (['gauge', 'sum', 'histogram'] as const).find(name => metric[name]);
	if (!type) throw new Error(`Metric "${metric.name}" is not a gauge, a sum or a histogram`);
	const data = metric[type]!;
	return {
		name: metric.name ?? '',
		description: metric.description ?? '',
		unit: metric.unit ?? '',
		type,
		monotonic: data.isMonotonic ?? false,
		temporality: data.aggregationTemporality ?? 0,
		points: (data.dataPoints ?? []).map(type === 'histogram' ? decodeHistogramPoint : decodeNumberPoint),
	};
}

function decodeNumberPoint({asInt, asDouble = 0, ...point}: WirePoint): MetricPoint {
	return {...decodePoint(point), value: asInt === undefined ? Number(asDouble) : decodeInteger(asInt)};
}

function decodeHistogramPoint({sum, min, max, ...point}: WirePoint): MetricPoint {
	return {
		...decodePoint(point),
		...{sum, min, max, explicitBounds: point.explicitBounds ?? []},
		count: decodeInteger(point.count ?? 0),
		bucketCounts: (point.bucketCounts ?? []).map(decodeInteger),
	};
}

function decodePoint({attributes, timeUnixNano = 0}: WirePoint): MetricPoint {
	return {attributes: decodeAttributes(attributes), timeUnixNano: BigInt(timeUnixNano)};
}
