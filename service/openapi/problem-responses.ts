import type {Route} from '../http/route.ts';
import type {Problem} from '../problems/problems.ts';
import {problems} from '../problems/problems.ts';
import type {JsonSchema} from './components.ts';
import {responseHeaders, retryAfter} from './components.ts';

export interface Response {
	description: string;
	headers?: Record<string, unknown>;
	content?: Record<string, {schema: JsonSchema}>;
}

/** Codes of every problem that a route may answer, in the order of the table. */
function problemCodesOf(route: Route): string[] {
	const own: readonly string[] = route.problems ?? [];
	return Object.keys(problems).filter(code => own.includes(code) || comesFrom(problems[code]!, route));
}

function comesFrom({from}: Problem, {params, query, body}: Route): boolean {
	if (from === 'input') return Boolean(params || query || body);
	if (from === 'body') return body !== undefined;
	return from === 'every route';
}

/** One response for each status, since OpenAPI has no place for several; `default` is HTTP's own, such as 405. */
export function problemResponses(route: Route): Record<string, Response> {
	const byStatus = Object.groupBy(problemCodesOf(route), code => problems[code]!.status);
	const responses = Object.entries(byStatus).map(([status, codes]) => [status, toResponse(codes!)] as const);
	return {...Object.fromEntries(responses), default: toResponse([])};
}

function toResponse(codes: readonly string[]): Response {
	const problem = {$ref: '#/components/schemas/Problem'};
	// A status alone says enough when a handler throws just that, with `ctx.throw`.
	const types = [...codes.map(code => `/docs#${code}`), 'about:blank'];
	return {
		description: codes.map(code => problems[code]!.title).join('; ') || 'What the status says, and no more',
		headers: {...headerReferences, ...(codes.some(isTemporary) && {'retry-after': retryAfter})},
		content: {
			'application/problem+json': {
				schema: {allOf: [problem, {properties: {type: {enum: types}}}]},
			},
		},
	};
}

const isTemporary = (code: string): boolean => problems[code]!.status === 503;

/** The headers of every answer, by reference. */
export const headerReferences = Object.fromEntries(
	Object.keys(responseHeaders).map(name => [name, {$ref: `#/components/headers/${name}`}]),
);
