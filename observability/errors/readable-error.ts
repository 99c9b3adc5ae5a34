/** Causes and members beyond these tell nobody anything. */
const mostErrors = 10;
const longestName = 200;
/** A little more than Sentry shows. */
const longestMessage = 10_000;
const longestStack = 16_384;

const unreadable = '[unreadable]';

/**
An error as plain data, each field of the original read once, none believed to be what it should: a getter or a proxy
may throw, a stack be a list, a cause be itself. Never throws; bounded whatever the original holds.
*/
export function readError(error: Error): Error {
	const seen = new Set<unknown>();

	function copyOf(original: Error): Error {
		seen.add(original);
		const name = textOf(read(original, 'name'), longestName) || 'Error';
		const message = textOf(read(original, 'message'), longestMessage);
		const stack = read(original, 'stack');
		const code = read(original, 'code');
		const copy = Object.create(Error.prototype) as Error;
		const fields = {
			name,
			message,
			stack: typeof stack === 'string' ? cutStack(stack) : `${name}: ${message}`,
			code:
				typeof code === 'number' ? code : typeof code === 'string' ? textOf(code, longestName) : undefined,
			cause: linked(read(original, 'cause')),
			errors: members(read(original, 'errors')),
		};
		for (const [key, value] of Object.entries(fields)) {
			if (value !== undefined) Object.defineProperty(copy, key, {value, writable: true, configurable: true});
		}
		return copy;
	}

	function linked(value: unknown): Error | undefined {
		return seen.size < mostErrors && isError(value) && !seen.has(value) ? copyOf(value) : undefined;
	}

	function members(value: unknown): Error[] | undefined {
		try {
			if (!Array.isArray(value)) return undefined;
			return Array.from({length: Math.min(value.length, mostErrors)}, (_, index) =>
				linked(value[index]),
			).filter(each => each !== undefined);
		} catch {
			return undefined;
		}
	}

	return copyOf(error);
}

/** `instanceof` misses errors of another realm, `isError` those made with `Object.create`. Never throws. */
export function isError(thrown: unknown): thrown is Error {
	try {
		return thrown instanceof Error || Error.isError(thrown);
	} catch {
		return false;
	}
}

function read(error: Error, key: string): unknown {
	try {
		return (error as unknown as Record<string, unknown>)[key];
	} catch {
		return unreadable;
	}
}

function textOf(value: unknown, longest: number): string {
	if (typeof value === 'string') return cut(value, longest).toWellFormed();
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

/** Shorten a text until it is at most so long in JSON, where a control character is six. */
export function cut(text: string, longest: number): string {
	let short = text.slice(0, longest);
	for (let length = lengthInJson(short); length > longest; length = lengthInJson(short))
		short = short.slice(0, Math.floor((short.length * longest) / length));
	return short;
}

function lengthInJson(text: string): number {
	return JSON.stringify(text).length - 2;
}

/** A message of megabytes stands in front of the frames, and they are what is needed. */
function cutStack(stack: string): string {
	if (stack.length <= longestStack) return stack;
	const frames = stack.indexOf('\n    at ');
	if (frames < 0) return stack.slice(0, longestStack);
	return stack.slice(0, Math.min(frames, longestStack)) + stack.slice(frames, frames + longestStack);
}
