import type {Environment} from '../config/config.ts';
import {defaultOf, shown} from '../config/load-config.ts';
import type {Setting} from '../config/settings/settings.ts';
import {settings} from '../config/settings/settings.ts';

/** What is set, one line a variable, secrets redacted; defaults are said to be. */
export function showConfiguration(env: Environment): string[] {
	const mode = env['NODE_ENV'] || 'development';
	return Object.entries<Setting>(settings).flatMap(([name, setting]) => {
		const written = env[name]?.trim();
		const value = written || defaultOf(setting, mode);
		if (!value) return [];
		// A collector's URL may carry its key in the query.
		const safe = /^https?:/.test(value) ? value.replace(/\?.*$/, '?[redacted]') : value;
		return [`${name.padEnd(36)}${shown(safe, setting)}${written ? '' : ' (default)'}`];
	});
}
