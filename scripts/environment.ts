import {readFileSync} from 'node:fs';
import {parseEnv} from 'node:util';

export const envFile = new URL('../.env', import.meta.url);

/** The environment as the service will see it: `.env`, where there is one, below our own. */
export function readEnvironment(): Record<string, string | undefined> {
	try {
		return {...parseEnv(readFileSync(envFile, 'utf8')), ...process.env};
	} catch {
		return process.env;
	}
}
