import {z} from 'zod';
import type {Route} from '../http/route.ts';
import type {JsonSchema, Parameter} from './components.ts';
import {requestHeaders} from './components.ts';
import type {Response} from './problem-responses.ts';
import {headerReferences, problemResponses} from './problem-responses.ts';

/** Which credentials an operation takes; `{}` among them is none. */
export type Security = Record<string, string[]>[];

export interface Operation {
	operationId: string;
	summary: string;
	tags: string[];
	/** The document's when left out. */
	security?: Security;
	parameters?: (Parameter | {$ref: string})[];
	requestBody?: {required: boolean; content: Record<string, {schema: JsonSchema}>};
	responses: Record<string, Response>;
}

/** A route, as OpenAPI has it. https://spec.openapis.org/oas/v3.1.1.html#operation-object */
export function toOperation(route: Route): Operation {
	const {method, path, summary, params, query, body, response, statuses = ['200']} = route;
	const answer = {
		description: 'As asked for',
		headers: headerReferences,
		content: {'application/json': {schema: toSchema(response, 'output')}},
	};
	return {
		operationId: operationIdOf(method, path),
		summary,
		tags: [path.split('/')[1]!],
		parameters: [
			...(params ? toParameters(params, 'path') : []),
			...(query ? toParameters(query, 'query') : []),
			...Object.keys(requestHeaders).map(name => ({$ref: `#/components/parameters/${name}`})),
		],
		...(body && {
			requestBody: {required: true, content: {'application/json': {schema: toSchema(body, 'input')}}},
		}),
		responses: {
			...Object.fromEntries(statuses.map(status => [status, answer])),
			...problemResponses(route),
		},
	};
}

/** `/debug/status/:code` as `/debug/status/{code}`. */
export function toTemplate(path: string): string {
	return path.replace(/:(\w+)/g, '{$1}');
}

function operationIdOf(method: string, path: string): string {
	return method + path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
The input says which are optional, the output what they must look like: text becomes a number on its way,
and its bounds are the number's.
*/
function toParameters(schema: z.ZodType, place: 'path' | 'query'): Parameter[] {
	const {required = []} = toSchema(schema, 'input') as {required?: string[]};
	const {properties = {}} = toSchema(schema, 'output') as {properties?: Record<string, JsonSchema>};
	return Object.entries(properties).map(([name, {description, ...property}]) => ({
		name,
		in: place,
		required: place === 'path' || required.includes(name),
		...(typeof description === 'string' && {description}),
		schema: property,
	}));
}

/** @throws {Error} for a schema that JSON can't express, such as a bare transform as an answer. */
function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
	const {$schema, ...rest} = z.toJSONSchema(schema, {io}) as JsonSchema;
	return rest;
}
