import {parseArgs} from 'node:util';
import type {PartName} from './parts.ts';
import {partNames, parts} from './parts.ts';
import {explainName} from './service-name.ts';

export interface Options {
	/** As given: relative to where the command was typed. */
	directory: string;
	/** As npm takes it, scoped or not. */
	name: string;
	/** Whether the sample resource stays. */
	sample: boolean;
	parts: PartName[];
	/** Whether to begin a git repository with a first commit. */
	git: boolean;
}

export const help = `npm run create -- DIR --name NAME [options]

Makes a service of this template in DIR, a new or empty directory: its own name, its own tests, one first commit.

  --name NAME        as npm takes it: shop, or @acme/shop
  --no-sample        without the sample resource, service/quotes
  --with PARTS       with these parts as well, separated by commas
  --with-tests       with the template's own tests, and every part, which they prove
  --without PARTS    of those, not these
  --no-git           begin no repository. Inside of one, none is begun anyway

Parts:
${Object.entries(parts)
	.map(([name, {does}]) => `  ${name.padEnd(17)}  ${does}\n`)
	.join('')}`;

/**
Read the command line.

@param taken - Names that the service can't have.
@returns undefined when help is asked for.
@throws {Error} With every problem in one line, each with what was expected and what came.
*/
export function parseOptions(args: readonly string[], taken: readonly string[]): Options | undefined {
	const {values, positionals} = read(args);
	if (values.help) return undefined;
	const {name, sample = true, git = true} = values;
	const [added, removed] = [list(values.with), list(values.without)];
	const whole = values['with-tests'] === true || added.includes('tests');
	const chosen = partNames.filter(
		part => (whole || added.includes(part)) && !removed.includes(part) && (sample || part !== 'demo'),
	);
	const problems = [
		positionals.length === 1 ? undefined : `DIR must be one directory, got ${positionals.length}`,
		name === undefined ? '--name must be given' : explainName(name, taken),
		...['sample', 'git'].map(flag => explainTwice(args, flag)),
		...[...added, ...removed].map(explainPart),
		...added.filter(part => removed.includes(part)).map(part => `${part} is both --with and --without`),
		whole && removed.includes('tests') ? 'tests are both --with and --without' : undefined,
		!sample && added.includes('demo') ? '--with demo needs the sample, got --no-sample' : undefined,
	].filter(problem => problem !== undefined);
	if (problems.length > 0) throw new Error(`${[...new Set(problems)].join('; ')}. See --help`);
	return {directory: positionals[0]!, name: name!, sample, parts: chosen, git};
}

function read(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				help: {type: 'boolean', short: 'h'},
				name: {type: 'string'},
				sample: {type: 'boolean'},
				git: {type: 'boolean'},
				with: {type: 'string', multiple: true},
				without: {type: 'string', multiple: true},
				'with-tests': {type: 'boolean'},
			},
			allowPositionals: true,
			allowNegative: true,
		});
	} catch (error) {
		// Node's words for an unknown one are about places and quotes.
		const [, unknown] = /^Unknown option '([^']+)'/.exec((error as Error).message) ?? [];
		throw new Error(`${unknown ? `there is no ${unknown}` : (error as Error).message}. See --help`);
	}
}

function list(values: readonly string[] = []): string[] {
	return values.flatMap(value => value.split(',')).map(part => part.trim());
}

function explainPart(part: string): string | undefined {
	return part in parts
		? undefined
		: `a part must be one of ${partNames.join(', ')}, got ${JSON.stringify(part)}`;
}

function explainTwice(args: readonly string[], flag: string): string | undefined {
	const both = args.includes(`--${flag}`) && args.includes(`--no-${flag}`);
	return both ? `--${flag} and --no-${flag} contradict each other` : undefined;
}
