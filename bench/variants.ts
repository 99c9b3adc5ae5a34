import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** One row of the table: a program that answers `GET /quotes/:sku`, and how it is configured. */
export type Variant = {
	name: string;
	label: string;
	/** From the root of the repository. */
	file: string;
	env: Record<string, string>;
	/** Left out until `npm ci --prefix bench` has installed the peers. */
	isPeer?: boolean;
	/** Takes its packages from the bundle, in rows that have one. */
	usesBundle?: boolean;
	/** Whether every request leaves its spans, so that a missing one is a lost one. */
	isFullyTraced?: boolean;
};

const service = (rate: string): Variant => ({
	name: `service-${rate}`,
	label: `This service, sample rate ${rate}`,
	file: 'service/main.ts',
	env: {SENTRY_TRACES_SAMPLE_RATE: rate},
	isFullyTraced: rate === '1.0',
});

export const bare: Variant = {
	name: 'bare',
	label: 'Bare Koa + @koa/router',
	file: 'bench/peers/bare.ts',
	env: {},
};
export const service0: Variant = service('0');
export const service10: Variant = service('1.0');

/** What every ratio compares with bare Koa; bare Koa itself is the control of the method. */
export const variants: Variant[] = [
	{...bare, name: 'control', label: 'Bare Koa again (control)'},
	{name: 'floor', label: 'node:http alone', file: 'bench/peers/floor.ts', env: {}},
	{name: 'unobserved', label: 'This service, nothing observed', file: 'bench/peers/unobserved.ts', env: {}},
	service0,
	service('0.1'),
	service10,
	{
		name: 'sentry-errors',
		label: 'Sentry 11, errors alone',
		file: 'bench/peers/sentry.ts',
		env: {},
		isPeer: true,
	},
	{
		name: 'otel-sentry',
		label: 'OpenTelemetry http + koa, Sentry errors',
		file: 'bench/peers/otel-sentry.ts',
		env: {},
		isPeer: true,
		isFullyTraced: true,
	},
	{
		name: 'fastify-otel',
		label: 'Fastify + @fastify/otel, Sentry errors',
		file: 'bench/peers/fastify-otel.ts',
		env: {},
		isPeer: true,
		isFullyTraced: true,
	},
	{
		name: 'sentry-tracing',
		label: 'Sentry 11, its own tracing at 1.0',
		file: 'bench/peers/sentry.ts',
		env: {SENTRY_TRACES_SAMPLE_RATE: '1.0'},
		isPeer: true,
		isFullyTraced: true,
	},
];

export const isOwn = ({file}: Variant): boolean => file === 'service/main.ts';

/** Whether a variant's own packages are there. */
export function isInstalled({isPeer, file}: Variant): boolean {
	const here = (path: string) => existsSync(fileURLToPath(new URL(path, import.meta.url)));
	return here(`../${file}`) && (isPeer !== true || here('node_modules'));
}
