import type {Config, Environment} from './config.ts';
import {ConfigError} from './config-error.ts';
import {contradictions} from './contradictions.ts';
import type {Setting} from './settings/settings.ts';
import {settings} from './settings/settings.ts';

/**
Read the environment. A variable that is empty counts as unset.

@throws {ConfigError} with every problem: the variable, what was expected, what came.
*/
export function loadConfig(env: Environment): Config {
	const problems: string[] = [];
	const values: Record<string, unknown> = {};
	const mode = env['NODE_ENV'] || 'development';

	for (const [name, setting] of Object.entries<Setting>(settings)) {
		const written = env[name]?.trim() || defaultOf(setting, mode);
		if (written === undefined) {
			if (setting.requiredInProduction && mode === 'production') {
				problems.push(`${name} must be set in production: ${setting.meaning}`);
			}
			continue;
		}
		const parsed = setting.type.schema.safeParse(written);
		if (parsed.success) values[camelCase(name)] = parsed.data;
		else {
			const detail = parsed.error.issues.find(
				issue => issue.code === 'custom' && issue.params?.['explains'],
			)?.message;
			const expected = `${name} must be ${setting.type.expected}, got ${shown(written, setting)}`;
			problems.push(detail ? `${expected}: ${detail}` : expected);
		}
	}

	problems.push(...contradictions(values as unknown as Config, env));
	if (problems.length > 0) throw new ConfigError(problems);
	return Object.freeze(values) as unknown as Config;
}

/** The default of a variable under one `NODE_ENV`, as it would be written. */
export function defaultOf(setting: Setting, mode: string): string | undefined {
	return typeof setting.default === 'object'
		? setting.default[mode as keyof typeof setting.default]
		: setting.default;
}

/** A value that may be shown to a person: secrets and credentials in URLs are not. */
export function shown(written: string, setting: Setting): string {
	if (setting.secret) return `a value of ${written.length} characters (redacted)`;
	return JSON.stringify(written.replace(/\/\/[^/@]*@/g, '//[redacted]@'));
}

function camelCase(name: string): string {
	return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
