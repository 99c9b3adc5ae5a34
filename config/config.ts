import type {z} from 'zod';
import type {settings} from './settings/settings.ts';

type Settings = typeof settings;

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
	? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
	: Lowercase<S>;

type Value<S> = S extends {type: {schema: z.ZodType<infer T>}}
	? S extends {default: unknown} | {requiredInProduction: boolean}
		? T
		: T | undefined
	: never;

/** The environment as values: `REQUEST_TIMEOUT_MS` is `requestTimeoutMs`. Frozen. */
export type Config = Readonly<{[Name in keyof Settings & string as CamelCase<Name>]: Value<Settings[Name]>}>;

export type Environment = Readonly<Record<string, string | undefined>>;
