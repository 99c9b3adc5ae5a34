import type {Environment} from '../config/config.ts';
import {defaultOf, modeOf, shown, writtenIn} from '../config/load-config.ts';
import type {Setting} from '../config/settings/settings.ts';
import {settings} from '../config/settings/settings.ts';
import {scrubText} from '../observability/privacy/secrets.ts';

/**
What is set, one line a variable, secrets redacted, and where each comes from.

@param file - What `.env` says; the environment has the last word.
*/
export function showConfiguration(env: Environment, file: Environment): string[] {
	const mode = modeOf(env);
	return Object.entries<Setting>(settings).flatMap(([name, setting]) => {
		const written = writtenIn(env, name);
		const source = writtenIn(file, name) && !process.env[name] ? '.env' : 'environment';
		const value = written || defaultOf(setting, mode);
		if (!value) return [];
		return [
			`${name.padEnd(36)}${scrubText(shown(value, setting))}${written ? ` (${source})` : ' (default)'}`,
		];
	});
}
