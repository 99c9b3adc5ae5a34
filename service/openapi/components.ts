/** A JSON Schema of the 2020-12 dialect, which is OpenAPI 3.1's own. */
export type JsonSchema = Record<string, unknown>;

export interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
	required?: boolean;
	description?: string;
	schema: JsonSchema;
}

/** Headers that a caller may send with any request, by the name they are referred to. */
export const requestHeaders: Record<string, Parameter> = {
	RequestId: {
		name: 'x-request-id',
		in: 'header',
		description:
			'1–128 of `A-Z a-z 0-9 _ -`: comes back in the answer, in our logs and on what we report. We make one instead of any other, and when it is absent.',
		// Whatever it is, the request is served: a pattern would say that it isn't.
		schema: {type: 'string'},
	},
	Deadline: {
		name: 'x-envoy-expected-rq-timeout-ms',
		in: 'header',
		description:
			'Milliseconds that you wait for the answer, in digits: beyond them we stop working and answer 503. Anything else is ignored.',
		schema: {type: 'string'},
	},
	TraceParent: {
		name: 'traceparent',
		in: 'header',
		description: 'The trace that this request is part of: https://www.w3.org/TR/trace-context/',
		schema: {type: 'string'},
	},
};

/** Headers of every answer. */
export const responseHeaders: Record<string, {description: string; required: boolean; schema: JsonSchema}> = {
	'x-request-id': {
		description: 'The id of the request: quote it when you ask about one.',
		required: true,
		schema: {type: 'string', pattern: '^[\\w-]{1,128}$'},
	},
	traceresponse: {
		description:
			'Our span of the request, in your trace or in one of ours: https://www.w3.org/TR/trace-context-2/',
		required: true,
		schema: {type: 'string', pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'},
	},
};

export const retryAfter = {
	description: 'Seconds to wait before the next try; absent when trying again is not safe for every request.',
	schema: {type: 'integer', minimum: 0},
};

/** https://www.rfc-editor.org/rfc/rfc9457 with our two ids. */
export const problemSchema: JsonSchema = {
	type: 'object',
	description: 'A failure, after RFC 9457.',
	properties: {
		type: {type: 'string', description: 'Which problem it is: a link to its description.'},
		title: {type: 'string', description: 'The same for every problem of a type.'},
		status: {type: 'integer', minimum: 400, maximum: 599},
		instance: {type: 'string', description: 'The path of the request.'},
		request_id: {type: 'string'},
		trace_id: {type: 'string', pattern: '^[0-9a-f]{32}$'},
		errors: {
			type: 'array',
			description: 'For invalid input: every place of it, as a JSON Pointer, and what is wrong there.',
			items: {
				type: 'object',
				properties: {pointer: {type: 'string'}, detail: {type: 'string'}},
				required: ['pointer', 'detail'],
				additionalProperties: false,
			},
		},
	},
	required: ['type', 'title', 'status', 'instance', 'request_id', 'trace_id'],
	additionalProperties: false,
};
