import {STATUS_CODES} from 'node:http';
import type {Problem} from './problems.ts';
import {problems} from './problems.ts';

const unexpected = problems['internal-server-error']!;

/** What is answered: the entry of the table, or what stands in for one. */
type Answer = Pick<Problem, 'status' | 'title' | 'failure'> & {code: string};

/** A known code; else the 4xx or 5xx that an error brings along, as `ctx.throw` makes them; else 500. Never throws. */
export function problemOf(thrown: unknown): Answer {
	const {code, status} = read(thrown);
	if (typeof code === 'string' && Object.hasOwn(problems, code)) return {...problems[code]!, code};
	if (typeof status !== 'number' || !Number.isInteger(status) || status < 400 || status > 599) {
		return {...unexpected, code: 'internal-server-error'};
	}
	return {
		status,
		title: STATUS_CODES[status] ?? (status < 500 ? 'Bad request' : unexpected.title),
		code: 'about:blank',
		...(status >= 500 && {failure: 'unexpected' as const}),
	};
}

/** Anything can be thrown: nothing at all, or an object whose getters throw. */
function read(thrown: unknown): {code?: unknown; status?: unknown} {
	try {
		const {code, status, statusCode} = Object(thrown) as Record<string, unknown>;
		return {code, status: status ?? statusCode};
	} catch {
		return {};
	}
}
