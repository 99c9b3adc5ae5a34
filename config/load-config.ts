import type {z} from 'zod';
import {contradictions} from './check-config.ts';
import type {Config, Environment} from './config.ts';
import type {Setting} from './settings/settings.ts';
import {settings} from './settings/settings.ts';
import {unknownVariables} from './unknown-variables.ts';

/** The environment does not describe a service that can run. Lists every problem at once. */
export class ConfigError extends Error {
	override readonly name = 'ConfigError';
	readonly code = 'invalid-configuration';
	readonly problems: readonly string[];

	constructor(problems: readonly string[]) {
		super(`Invalid configuration:\n${problems.map(problem => `  ${problem}`).join('\n')}`);
		this.problems = problems;
	}
}

/**
Read the environment. A variable that is empty counts as unset.

@throws {ConfigError} with every problem: the variable, what was expected, what came; and with what is set in vain.
*/
export function loadConfig(env: Environment): Config {
	const {values, problems} = read(env);
	problems.push(...contradictions(values, env));
	// A name that is nearly one of ours is often the reason.
	if (problems.length > 0) throw new ConfigError([...problems, ...unknownVariables(env)]);
	return Object.freeze(values);
}

/**
What of the environment is good, with defaults for the rest: enough to tell why the service can't start.

No metrics, whose own port may be what is wrong. Never throws.
*/
export function loadWhatIsGood(env: Environment): Config {
	return Object.freeze({...read(env).values, otelMetricsExporter: 'none' as const});
}

function read(env: Environment): {values: Config; problems: string[]} {
	const problems: string[] = [];
	const values: Record<string, unknown> = {};
	const mode = modeOf(env);

	for (const [name, setting] of Object.entries<Setting>(settings)) {
		const fallback = defaultOf(setting, mode);
		const written = writtenIn(env, name) || fallback;
		if (written === undefined) {
			if (setting.requiredInProduction && mode === 'production') {
				problems.push(`${name} must be set in production: ${setting.meaning}`);
			}
			continue;
		}
		const parsed = setting.type.schema.safeParse(written);
		if (!parsed.success) problems.push(problemOf(name, setting, written, parsed.error));
		const value = parsed.success ? parsed.data : fallback && setting.type.schema.safeParse(fallback).data;
		if (value !== undefined) values[camelCase(name)] = value;
	}
	return {values: values as unknown as Config, problems};
}

function problemOf(name: string, setting: Setting, written: string, error: z.ZodError): string {
	const explained = error.issues.find(issue => issue.code === 'custom' && issue.params?.['explains']);
	const problem = `${name} must be ${setting.type.expected}, got ${shown(written, setting)}`;
	// An explanation quotes an entry of the list, which is as little to be trusted as the whole.
	const more = explained?.message.replace(/[^\s",]*@/g, '[redacted]@') ?? setting.type.hint;
	return more ? `${problem}: ${more}` : problem;
}

/** Proxies are spelt in either case, by curl and everybody after it. */
export function writtenIn(env: Environment, name: string): string | undefined {
	return (env[name] || (name.endsWith('_proxy') ? env[name.toUpperCase()] : undefined))?.trim();
}

/** The `NODE_ENV` that defaults depend on: without the line end that a file or a secret store may have added. */
export function modeOf(env: Environment): string {
	return writtenIn(env, 'NODE_ENV') || 'development';
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
	return JSON.stringify(withoutCredentials(written));
}

/** Of URLs that are none, too: whatever stands before an `@`, but a scheme, and in a query. */
function withoutCredentials(written: string): string {
	return written.replace(/^([a-z][a-z\d+.-]*:\/*)?.*@/is, '$1[redacted]@').replace(/\?.*$/s, '?[redacted]');
}

function camelCase(name: string): string {
	return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
