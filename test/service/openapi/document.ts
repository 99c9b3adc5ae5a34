import {Validator} from '@seriousme/openapi-schema-validator';
import test from 'ava';
import {z} from 'zod';
import {loadConfig} from '../../../config/load-config.ts';
import {defineRoute} from '../../../service/http/route.ts';
import {wholeNumber} from '../../../service/http/text.ts';
import {createDocument} from '../../../service/openapi/document.ts';
import {problems} from '../../../service/problems/problems.ts';
import {createRoutes} from '../../../service/routes.ts';

const identity = {name: 'parcels', version: '1.2.3'};

const route = defineRoute({
	method: 'post',
	path: '/parcels/:id/stamps',
	summary: 'Put stamps on a parcel',
	params: z.object({id: z.string().max(8)}),
	query: z.object({copies: wholeNumber(1, 9).default(1), note: z.string()}),
	body: z.object({cents: z.int().min(1)}),
	response: z.object({stamped: z.boolean()}),
	problems: ['upstream-failed'],
	handle: () => ({stamped: true}),
});

const document = createDocument({identity, routes: [route], takesTokens: false});
const operation = document.paths['/parcels/{id}/stamps']!['post']!;

test('the description of this service is valid OpenAPI 3.1', async t => {
	for (const takesTokens of [false, true]) {
		const routes = createRoutes(loadConfig({}));
		const whole = createDocument({identity, routes: [...routes, route], takesTokens});
		const validator = new Validator();
		// Checked as data: the validator resolves references in place.
		const {valid, errors} = await validator.validate({...structuredClone(whole)});
		t.true(valid, JSON.stringify(errors));
		t.is(validator.version, '3.1');
	}
});

test('a parameter is described by what it must look like, and optional when it may be left out', t => {
	t.like(operation.parameters, [
		{name: 'id', in: 'path', required: true, schema: {type: 'string', maxLength: 8}},
		{
			name: 'copies',
			in: 'query',
			required: false,
			schema: {type: 'integer', minimum: 1, maximum: 9, default: 1},
		},
		{name: 'note', in: 'query', required: true, schema: {type: 'string'}},
	]);
});

test('a body and an answer are described by their schemas', t => {
	t.like(operation.requestBody, {
		required: true,
		content: {'application/json': {schema: {properties: {cents: {type: 'integer', minimum: 1}}}}},
	});
	t.like(operation.responses[200]?.content?.['application/json'], {
		schema: {properties: {stamped: {type: 'boolean'}}, required: ['stamped'], additionalProperties: false},
	});
});

test('each status names the problems behind it: of the route, of its input and of every route', t => {
	const types = Object.entries(operation.responses).flatMap(([status, {content}]) => {
		const schema = content?.['application/problem+json']?.schema as
			| {allOf: [unknown, {properties: {type: {enum: string[]}}}]}
			| undefined;
		return schema ? [[status, schema.allOf[1].properties.type.enum.slice(0, -1).join(' ')]] : [];
	});
	t.deepEqual(Object.fromEntries(types), {
		400: '/docs#malformed-json /docs#disallowed-host',
		401: '/docs#unauthorized',
		408: '/docs#request-too-slow',
		413: '/docs#body-too-large',
		415: '/docs#unsupported-media-type',
		422: '/docs#invalid-input',
		500: '/docs#internal-server-error',
		502: '/docs#upstream-failed',
		503: '/docs#overloaded /docs#draining /docs#request-timed-out /docs#caller-limit-passed',
		default: '',
	});
});

test('a path and a problem that can’t be are told before the start, by the types', t => {
	t.notThrows(() =>
		defineRoute({
			method: 'get',
			// @ts-expect-error: it begins with no slash, and would match nothing.
			path: 'parcels',
			summary: 'All',
			response: z.object({}),
			// @ts-expect-error: no such problem.
			problems: ['unknown-parcle'],
			handle: () => ({}),
		}),
	);
});

test('a route without a body has no problems of bodies', t => {
	const get = defineRoute({
		method: 'get',
		path: '/parcels',
		summary: 'All',
		response: z.object({}),
		handle: () => ({}),
	});
	const {paths} = createDocument({identity, routes: [get], takesTokens: false});
	t.deepEqual(
		['413', '415', '422'].filter(status => status in paths['/parcels']!['get']!.responses),
		[],
	);
});

test('the probes and the description itself are described', t => {
	t.deepEqual(Object.keys(document.paths).slice(1), ['/livez', '/readyz', '/openapi.json', '/docs']);
});

test('tokens are optional where they are verified, and not mentioned elsewhere', t => {
	t.deepEqual(document.security, []);
	const {security, paths} = createDocument({identity, routes: [], takesTokens: true});
	t.deepEqual(security, [{}, {bearer: []}]);
	t.deepEqual(paths['/livez']!['get']!.security, []);
	t.is(paths['/docs']!['get']!.security, undefined);
});

test('every problem that a route names is in the table', t => {
	const named = createRoutes(loadConfig({})).flatMap(({problems: codes = []}) => codes);
	t.deepEqual(
		named.filter(code => !(code in problems)),
		[],
	);
});
