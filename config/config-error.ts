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
