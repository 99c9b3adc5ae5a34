import {otlpType} from './otlp-schema.ts';

export interface Scope {
	name: string;
	version: string;
}

/**
Decode an OTLP request body to the shape that its JSON encoding has.

@throws {Error} On any other content type, and on a body that isn't what it says.
@see https://opentelemetry.io/docs/specs/otlp/#otlphttp-request
*/
export function parseOtlp(
	message: 'TracesRequest' | 'MetricsRequest',
	body: Uint8Array,
	contentType = '',
): unknown {
	const mediaType = contentType.split(';', 1)[0]!.trim();
	if (mediaType === 'application/json') return JSON.parse(Buffer.from(body).toString());
	if (mediaType !== 'application/x-protobuf') {
		throw new Error(`OTLP is application/x-protobuf or application/json, got "${contentType}"`);
	}
	const type = otlpType(message);
	return type.toObject(type.decode(body), {longs: BigInt});
}
