import {cut, readError} from './readable-error.ts';
import {toError} from './to-error.ts';

const longestStack = 24_576;

/**
An error as a log line shows it: name, message, code and stack, with those of its causes and members.

No other fields: an error may carry a body or a token in them. Writes nothing to the error, which may be frozen.
Never throws, whatever was thrown, and is short, whatever it holds.
*/
export function describeError(thrown: unknown): Record<string, unknown> {
	const error = readError(toError(thrown)) as ReadError;
	return {
		type: error.name,
		message: error.message,
		code: error.code,
		stack: cut(stackOf(error), longestStack),
	};
}

type ReadError = Error & {code?: string | number; errors?: Error[]};

function stackOf(error: ReadError): string {
	return [
		error.stack,
		...(error.cause ? [`cause: ${stackOf(error.cause as Error)}`] : []),
		...(error.errors ?? []).map(member => `member: ${stackOf(member)}`),
	].join('\n');
}
