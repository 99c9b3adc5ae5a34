import type {Identity} from '../../config/identity.ts';
import type {Route} from '../http/route.ts';
import type {JsonSchema} from './components.ts';
import {problemSchema, requestHeaders, responseHeaders} from './components.ts';
import type {Operation, Security} from './operation.ts';
import {toOperation, toTemplate} from './operation.ts';
import type {Response} from './problem-responses.ts';
import {headerReferences} from './problem-responses.ts';

/** Of OpenAPI 3.1, what we use. https://spec.openapis.org/oas/v3.1.1.html */
export interface OpenApi {
	openapi: string;
	info: {title: string; version: string; description?: string};
	servers: {url: string}[];
	/** For every operation that says nothing else. An empty one: no credentials are asked for, nor read. */
	security: Security;
	paths: Record<string, Record<string, Operation>>;
	components: Record<string, Record<string, unknown>>;
}

export interface Options {
	identity: Pick<Identity, 'name' | 'version'>;
	routes: readonly Route[];
	/** Whether bearer tokens are verified. */
	takesTokens: boolean;
}

/** Describe every route of the service, the health probes and the description itself included. */
export function createDocument({identity, routes, takesTokens}: Options): OpenApi {
	const paths: OpenApi['paths'] = {};
	for (const route of routes) {
		const path = toTemplate(route.path);
		paths[path] = {...paths[path], [route.method]: toOperation(route)};
	}
	return {
		openapi: '3.1.1',
		info: {title: identity.name, version: identity.version},
		servers: [{url: '/'}],
		security: takesTokens ? [{}, {bearer: []}] : [],
		paths: {...paths, ...aboutTheService},
		components: {
			schemas: {Problem: problemSchema},
			parameters: requestHeaders,
			headers: responseHeaders,
			...(takesTokens && {
				securitySchemes: {bearer: {type: 'http', scheme: 'bearer', bearerFormat: 'JWT'}},
			}),
		},
	};
}

const aboutTheService: OpenApi['paths'] = {
	'/livez': {get: probe('getLivez', 'Whether the process lives', {200: 'ok'})},
	'/readyz': {
		get: probe('getReadyz', 'Whether to send requests here', {200: 'ok', 503: 'stopping'}),
	},
	'/openapi.json': {
		get: about('getOpenapiJson', 'This description', 'application/json', {type: 'object'}),
	},
	'/docs': {get: about('getDocs', 'This description, to read', 'text/html', {type: 'string'})},
};

/** Answered before anybody asks who calls. */
function probe(operationId: string, summary: string, words: Record<number, string>): Operation {
	const responses = Object.entries(words).map(([status, word]): [string, Response] => [
		status,
		{description: word, content: json({type: 'object', properties: {status: {const: word}}})},
	]);
	return {operationId, summary, tags: ['service'], security: [], responses: Object.fromEntries(responses)};
}

function about(operationId: string, summary: string, type: string, schema: JsonSchema): Operation {
	const found = {description: summary, headers: headerReferences, content: {[type]: {schema}}};
	return {operationId, summary, tags: ['service'], responses: {200: found}};
}

function json(schema: JsonSchema): Response['content'] & object {
	return {'application/json': {schema: {...schema, required: ['status'], additionalProperties: false}}};
}
