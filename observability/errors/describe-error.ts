import {isReadableError, toError} from './to-error.ts';

/** Causes and members beyond these tell nobody anything. */
const most = 10;

/**
An error as a log line shows it: name, message, code and stack, with those of its causes and members.

No other fields: an error may carry a body or a token in them. Writes nothing to the error, which may be frozen.
Never throws, whatever was thrown.
*/
export function describeError(thrown: unknown): Record<string, unknown> {
	const error = toError(thrown);
	const seen = new Set<Error>();
	return {
		type: nameOf(error),
		message: error.message,
		code: codeOf(error),
		stack: stackOf(error, seen),
	};
}

function stackOf(error: Error, seen: Set<Error>): string {
	seen.add(error);
	const own = typeof error.stack === 'string' ? error.stack : `${nameOf(error)}: ${error.message}`;
	return [own, ...below('cause', [error.cause], seen), ...below('member', membersOf(error), seen)].join('\n');
}

function below(label: string, thrown: readonly unknown[], seen: Set<Error>): string[] {
	return thrown
		.filter(isReadableError)
		.filter(each => !seen.has(each) && seen.size < most)
		.map(each => `${label}: ${stackOf(each, seen)}`);
}

function membersOf(error: Error): readonly unknown[] {
	return error instanceof AggregateError && Array.isArray(error.errors) ? error.errors : [];
}

function nameOf(error: Error): string {
	return typeof error.name === 'string' ? error.name : 'Error';
}

function codeOf(error: Error): string | number | undefined {
	const {code} = error as {code?: unknown};
	return typeof code === 'string' || typeof code === 'number' ? code : undefined;
}
