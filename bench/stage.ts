import {setTimeout as wait} from 'node:timers/promises';
import type {Burst, Generator, Load} from './load.ts';
import {load} from './load.ts';
import type {RowOptions} from './options.ts';
import type {ServerOptions, Usage} from './server.ts';
import {startServer} from './server.ts';
import type {Answer} from './sink.ts';
import {startSinks} from './sink-process.ts';
import type {Variant} from './variants.ts';

/** A running server, what it has answered so far, and what has arrived of it at the sink. */
export type Target = {
	variant: Variant;
	port: number;
	answered: number;
	usage(): Promise<Usage>;
	received(): Promise<Answer>;
	stop(): Promise<void>;
};

export type Stage = {
	start(variant: Variant, options?: Omit<ServerOptions, 'dsn'>): Promise<Target>;
	load(target: Target, options: Partial<Load> & {seconds: number; generator?: Generator}): Promise<Burst>;
	/** Load until V8 has compiled what it will: the first 20,000 requests of a traced server cost twice the later ones. */
	warmUp(target: Target, load: Partial<Load> & {seconds: number}): Promise<void>;
	/** Wait one export interval of the slowest server, then until nothing more arrives. */
	drain(): Promise<void>;
	close(): Promise<void>;
};

type StageOptions = Pick<RowOptions, 'generator' | 'connections' | 'warmUpBursts'>;

export const quotePath = '/quotes/tea';

/** Servers, and a sink for each; `close` ends them all. */
export function openStage({generator, connections, warmUpBursts}: StageOptions, delayMs = 0): Stage {
	const sinks = startSinks(delayMs);
	const targets: Target[] = [];
	return {
		async start(variant, options = {}) {
			const number = targets.length;
			const {dsn} = await sinks.of(number);
			const server = await startServer(variant, {...options, dsn});
			const target = {...server, variant, answered: 0, received: () => sinks.of(number)};
			targets.push(target);
			return target;
		},
		async warmUp(target, asked) {
			for (let i = 0; i < warmUpBursts && target.answered < 50_000; i++) await this.load(target, asked);
		},
		async load(target, {generator: own = generator, ...options}) {
			const burst = await load(own, {port: target.port, path: quotePath, connections, ...options});
			target.answered += burst.requests;
			return burst;
		},
		async drain() {
			const total = async () => {
				const counts = await Promise.all(targets.map(target => target.received()));
				return counts.reduce((sum, {spans, events}) => sum + spans + events, 0);
			};
			// OpenTelemetry's batch processor and Sentry's span buffer leave every 5 s.
			await wait(targets.some(({variant}) => variant.isPeer) ? 5500 : 1200);
			let [before, now] = [-1, await total()];
			while (now !== before) {
				await wait(250 + delayMs);
				[before, now] = [now, await total()];
			}
		},
		async close() {
			await Promise.all(targets.map(target => target.stop()));
			await sinks.stop();
		},
	};
}
