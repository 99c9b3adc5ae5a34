import {Ajv2020} from 'ajv/dist/2020.js';
import {loadConfig} from '../../config/load-config.ts';
import {createDocument} from '../../service/openapi/document.ts';
import {createRoutes} from '../../service/routes.ts';

export interface Answered {
	method: string;
	/** Path and query. */
	path: string;
	status: number;
	header: (name: string) => string | undefined;
	body: string;
}

interface Described {
	headers?: Record<string, {$ref?: string; required?: boolean}>;
	content?: Record<string, unknown>;
}

const document = createDocument({
	identity: {name: 'service', version: '0.0.0'},
	routes: createRoutes(loadConfig({})),
	takesTokens: true,
});
// That the document is a valid one is a test of its own.
const ajv = new Ajv2020({strict: false, allErrors: true, meta: false, validateSchema: false});
ajv.addSchema(document, 'openapi');
const templates = Object.keys(document.paths).map(template => ({
	template,
	pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/**
Compare an answer of the service with its description.

@throws {Error} naming what is not as described.
*/
export function checkAnswer({method, path, status, header, body}: Answered): void {
	const type = header('content-type')?.split(';')[0]?.trim();
	// Node's parser refuses before the service sees the request.
	if ([400, 408, 431].includes(status) && type === undefined) return;

	const asked = `${method} ${path} ${status}`;
	const [pointer, described] = describedAnswer(method, path.split('?')[0]!, status);
	if (pointer === undefined) {
		if (status >= 400) checkProblem(asked, method, body);
		return;
	}
	for (const [name, {$ref}] of Object.entries(described.headers ?? {})) {
		const value = header(name);
		if ($ref === undefined) continue;
		const target = `#/components/headers/${name}/schema`;
		if (value === undefined) throw new Error(`${asked} must have the header ${name}`);
		check(`${asked} ${name}`, target, value);
	}
	if (method === 'HEAD' || (body === '' && type === undefined)) return;
	const expected = Object.keys(described.content ?? {});
	if (type === undefined || !expected.includes(type)) {
		throw new Error(`${asked} must be ${expected}, got ${type}: ${body.slice(0, 500)}`);
	}
	const value: unknown = type.endsWith('json') ? JSON.parse(body) : body;
	check(asked, `${pointer}/content/${escapeKey(type)}/schema`, value);
}

/** A failure outside of every route: no such page, or a method that its path doesn't take. */
function checkProblem(asked: string, method: string, body: string): void {
	if (method !== 'HEAD') check(asked, '#/components/schemas/Problem', JSON.parse(body));
}

function describedAnswer(method: string, path: string, status: number): [string | undefined, Described] {
	for (const {template, pattern} of templates) {
		const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
		const operation = document.paths[template]?.[verb];
		if (!operation || !pattern.test(path)) continue;
		const {responses} = operation;
		const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find(name => name in responses);
		if (key === undefined) throw new Error(`${method} ${template} does not describe status ${status}`);
		return [`#/paths/${escapeKey(template)}/${verb}/responses/${key}`, responses[key] as Described];
	}
	return [undefined, {}];
}

/** As it stands in a URI fragment: https://www.rfc-editor.org/rfc/rfc6901#section-6 */
function escapeKey(key: string): string {
	return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function check(asked: string, pointer: string, value: unknown): void {
	const validate = ajv.getSchema(`openapi${pointer}`) ?? ajv.compile({$ref: `openapi${pointer}`});
	if (validate(value)) return;
	const shown = JSON.stringify(value).slice(0, 500);
	throw new Error(`${asked} is not as described: ${ajv.errorsText(validate.errors)}, got ${shown}`);
}
