import type {z} from 'zod';
import {AnswerNotDescribed} from '../problems/answer-errors.ts';

/** So many answers of a route are looked at in a second: all of a quiet service, and of a busy one what costs nothing. */
const mostPerSecond = 10;
const mostTold = 5;

interface Described {
	method: string;
	path: string;
	response: z.ZodType;
}

/** @throws {AnswerNotDescribed} where the caller is better served by a 500. */
export type CheckAnswer = (answer: unknown) => void;

export interface CheckOptions {
	/** While developing and in tests a wrong answer is a failure; in production it is given all the same, and told. */
	isFatal: boolean;
	tell: (error: AnswerNotDescribed) => void;
}

/**
Hold answers to the schemas of their routes. Objects and arrays only: what else a handler gives is not JSON.

@returns a check for each route.
*/
export function createChecks({isFatal, tell}: CheckOptions): (route: Described) => CheckAnswer {
	const counts: {checked: number}[] = [];
	// A clock would have to be read for each answer.
	if (!isFatal) {
		setInterval(() => {
			for (const count of counts) count.checked = 0;
		}, 1000).unref();
	}
	return route => {
		const count = {checked: 0};
		counts.push(count);
		return answer => {
			if (!isFatal && ++count.checked > mostPerSecond) return;
			if (!isJson(answer)) return;
			const {error} = route.response.safeParse(answer);
			if (!error) return;
			const broken = error.issues
				.slice(0, mostTold)
				.map(({path, code}) => `/${path.map(String).join('/')} (${code})`);
			const wrong = new AnswerNotDescribed(`${route.method.toUpperCase()} ${route.path}`, broken);
			if (isFatal) throw wrong;
			tell(wrong);
		};
	};
}

function isJson(answer: unknown): boolean {
	if (typeof answer !== 'object' || answer === null) return false;
	const prototype: unknown = Object.getPrototypeOf(answer);
	return prototype === Object.prototype || prototype === Array.prototype;
}
