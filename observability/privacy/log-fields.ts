import {isPersonalKey} from './personal.ts';
import {masked} from './secrets.ts';

export type LineFields = Record<string, unknown>;

/**
The fields of a log line on its way to Sentry, where less may be said than on stdout.

@param line - As it was written: secrets are masked already.
@returns undefined for what is no line of JSON.
*/
export function readLogLine(line: string, sendDefaultPii: boolean): LineFields | undefined {
	const mask = (key: string, value: unknown) => (isPersonalKey(key) ? masked : value);
	try {
		return JSON.parse(line, sendDefaultPii ? undefined : mask) as LineFields;
	} catch {
		return undefined;
	}
}
