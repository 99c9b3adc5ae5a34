import type {Type} from './setting-types.ts';
import {catalogSettings} from './settings-catalog.ts';
import {callerSettings, httpSettings} from './settings-http.ts';
import {telemetrySettings} from './settings-telemetry.ts';

/** One environment variable. Its default is written as it would be in the environment. */
export interface Setting<T = unknown> {
	type: Type<T>;
	/** One text for everywhere, or one per `NODE_ENV`; unset when left out. */
	default?: string | {development?: string; test?: string; production?: string};
	/** Production refuses to start without it. Then it has an `example`. */
	requiredInProduction?: boolean;
	/** A good value, which tests and the rehearsal of an image start production with. */
	example?: string;
	/** Never shown: not in an error, not in a log, not by the doctor. */
	secret?: boolean;
	meaning: string;
}

/** Every variable the service reads. README, .env.example and deployment files are checked against it. */
export const settings = {
	...httpSettings,
	...telemetrySettings,
	...callerSettings,
	...catalogSettings,
} satisfies Record<string, Setting>;

/** What production can't start without, as tests and the rehearsal of an image set it. */
export function exampleEnvironment(): Record<string, string> {
	return Object.fromEntries(
		Object.entries<Setting>(settings)
			.filter(([, {requiredInProduction}]) => requiredInProduction)
			.map(([name, {example = ''}]) => [name, example]),
	);
}
