import type {Config, Environment} from './config.ts';
import {unknownVariables} from './unknown-variables.ts';

/** What is allowed and seldom meant, one sentence each, to be said at the start. Never shows a secret. */
export function warnings(_config: Config, env: Environment): string[] {
	return unknownVariables(env);
}
