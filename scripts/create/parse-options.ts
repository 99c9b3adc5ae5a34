import {parseArgs} from 'node:util';
import {explainName} from './service-name.ts';

export interface Options {
	/** As given: relative to where the command was typed. */
	directory: string;
	name: string;
	/** Whether the sample resource stays. */
	sample: boolean;
	/** Whether to begin a git repository with a first commit. */
	git: boolean;
}

export const usage = 'npm run create -- DIR --name NAME [--no-sample] [--no-git]';

/**
Read the command line.

@param taken - Names that the service can't have.
@throws {Error} With every problem, each with what was expected and what came.
*/
export function parseOptions(args: readonly string[], taken: readonly string[]): Options {
	const {values, positionals} = parseArgs({
		args: [...args],
		options: {name: {type: 'string'}, sample: {type: 'boolean'}, git: {type: 'boolean'}},
		allowPositionals: true,
		allowNegative: true,
	});
	const {name, sample = true, git = true} = values;
	const problems = [
		positionals.length === 1 ? undefined : `DIR must be one directory, got ${positionals.length}`,
		name === undefined ? '--name must be given' : explainName(name, taken),
	].filter(problem => problem !== undefined);
	if (problems.length > 0) throw new Error(`${problems.join('\n')}\nusage: ${usage}`);
	return {directory: positionals[0]!, name: name!, sample, git};
}
