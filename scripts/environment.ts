import {readFileSync} from 'node:fs';
import {parseEnv} from 'node:util';

export const envFile = new URL('../.env', import.meta.url);

/** What stands in `.env`; nothing when there is none. */
export function readEnvFile(): Record<string, string | undefined> {
	try {
		return parseEnv(readFileSync(envFile, 'utf8'));
	} catch {
		return {};
	}
}

/**
The environment as `npm run dev`, `demo` and `doctor` see it: `.env`, where there is one, below our own. `npm start` reads
no file.
*/
export function readEnvironment(): Record<string, string | undefined> {
	return {...readEnvFile(), ...process.env};
}

/** Only this machine may ask a service that is being worked on, unless told otherwise. */
export const developmentHost = '127.0.0.1';
