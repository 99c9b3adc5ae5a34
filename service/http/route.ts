import type {RouterContext} from '@koa/router';
import type {Context} from 'koa';
import type {z} from 'zod';
import type {ProblemCode} from '../problems/problems.ts';
import type {InputError} from '../problems/request-errors.ts';
import {InvalidInput, pointerTo} from '../problems/request-errors.ts';
import type {CheckAnswer} from './check-answer.ts';
import {checkEncoding} from './check-encoding.ts';
import type {Deadline} from './deadline.ts';
import {readJson} from './read-json.ts';

type Schema = z.ZodType | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** Validated input, and the little of the request that a handler needs beside it. */
export interface Call<Params extends Schema, Query extends Schema, Body extends Schema> {
	params: Output<Params>;
	query: Output<Query>;
	body: Output<Body>;
	deadline: Deadline;
	ctx: Context;
}

/** A route, declared once: it validates, types its handler and describes itself in OpenAPI. */
export interface Route<
	Params extends Schema = Schema,
	Query extends Schema = Schema,
	Body extends Schema = Schema,
> {
	method: 'get' | 'post' | 'put' | 'patch' | 'delete';
	path: `/${string}`;
	summary: string;
	params?: Params;
	query?: Query;
	body?: Body;
	/** Schema of the answer. */
	response: z.ZodType;
	/** Statuses of that answer, as OpenAPI has them, such as `2XX`. 200 when left out. */
	statuses?: readonly string[];
	/** Codes of the problems that it may answer beside those of every route. */
	problems?: readonly ProblemCode[];
	handle(call: Call<Params, Query, Body>): unknown;
}

/**
Gives a route's handler the types of its schemas.

@throws {TypeError} when `path` and `params` name different things: every request would be told that one is missing.
@example
defineRoute({
	method: 'get',
	path: '/greetings/:name',
	summary: 'A greeting',
	params: z.object({name: segment.max(40)}),
	response: z.object({greeting: z.string()}),
	handle: ({params}) => ({greeting: `Hello, ${params.name}`}),
});
*/
export function defineRoute<
	Params extends Schema = undefined,
	Query extends Schema = undefined,
	Body extends Schema = undefined,
>(route: Route<Params, Query, Body>): Route {
	checkParams(route as unknown as Route);
	return route as unknown as Route;
}

/** A parameter or a wildcard of a path, by its name or its name in quotes; a colon behind a backslash is neither. */
const parameter = /(?<!\\)[:*](?:"([^"]+)"|([$_\p{ID_Start}][$\p{ID_Continue}]*))/gu;

function checkParams({method, path, params}: Route): void {
	// Of one that is no object's, as after a transformation, nobody knows what it describes.
	const {shape} = params ? (params as {shape?: object}) : {shape: {}};
	if (!shape) return;
	const named = Array.from(path.matchAll(parameter), ([, quoted, plain]) => quoted ?? plain);
	const described = Object.keys(shape);
	if (new Set(named).symmetricDifference(new Set(described)).size === 0) return;
	const [inPath, inParams] = [named, described].map(names => names.join(' and ') || 'nothing');
	throw new TypeError(`${method} ${path} must describe ${inPath} in its params, got ${inParams}`);
}

/**
The Koa handler of a route: read, validate, handle, answer 200.

A promise only where there is something to wait for: each costs a turn of the event loop's queue.

@throws {InvalidInput} with every error of path, query and body; and what `checkAnswer` throws.
*/
export function toHandler(route: Route, bodyLimitBytes: number, checkAnswer: CheckAnswer = () => {}) {
	const emptyQuery = route.query?.safeParse({});

	function handle(ctx: RouteContext, json: unknown): unknown {
		const errors: InputError[] = [];
		const {request} = ctx;
		if (request.url.includes('%')) checkEncoding(ctx, route.query, errors);
		const params = parse(route.params, ctx.params, 'path', errors);
		const query =
			request.querystring === '' && emptyQuery?.success
				? emptyQuery.data
				: parse(route.query, request.query, 'query', errors);
		const body = parse(route.body, json, '', errors);
		if (errors.length > 0) throw new InvalidInput(errors);
		return route.handle({params, query, body, deadline: ctx.state['deadline'], ctx});
	}

	return function answer(ctx: RouteContext): Promise<void> | void {
		const result = route.body
			? readJson(ctx, bodyLimitBytes).then(json => handle(ctx, json))
			: handle(ctx, undefined);
		if (!(result instanceof Promise)) {
			checkAnswer(result);
			ctx.response.body = result;
			return undefined;
		}
		return result.then(body => {
			checkAnswer(body);
			ctx.response.body = body;
		});
	};
}

type RouteContext = Context & Pick<RouterContext, 'params'>;

function parse(schema: Schema, value: unknown, origin: string, errors: InputError[]): unknown {
	if (!schema) return undefined;
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	for (const {path, message} of result.error.issues) {
		errors.push({pointer: pointerTo(origin ? [origin, ...path] : path), detail: message});
	}
	return undefined;
}
