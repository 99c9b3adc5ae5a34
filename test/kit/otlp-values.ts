/** An attribute's value in JavaScript; `bigint` only where a number would lose digits, `null` when empty. */
export type Value = string | number | bigint | boolean | Uint8Array | null | Value[] | {[key: string]: Value};

export type Attributes = Record<string, Value>;

/** OTLP's `AnyValue`, as protobuf or JSON decodes it: at most one of these is there. */
export interface AnyValue {
	stringValue?: string;
	boolValue?: boolean;
	intValue?: bigint | number | string;
	doubleValue?: number | string;
	arrayValue?: {values?: AnyValue[]};
	kvlistValue?: {values?: KeyValue[]};
	bytesValue?: Uint8Array | string;
}

export interface KeyValue {
	key?: string;
	value?: AnyValue | null;
}

/**
Decode an `AnyValue`.

JSON writes a 64-bit integer as a string or a number, a not-finite double as `"NaN"`, `"Infinity"`, and bytes in
base64: https://protobuf.dev/programming-guides/json/
*/
function decodeValue(value: AnyValue | null | undefined): Value {
	if (value?.stringValue !== undefined) return value.stringValue;
	if (value?.boolValue !== undefined) return value.boolValue;
	if (value?.intValue !== undefined) return decodeInteger(value.intValue);
	if (value?.doubleValue !== undefined) return Number(value.doubleValue);
	if (value?.arrayValue) return (value.arrayValue.values ?? []).map(decodeValue);
	if (value?.kvlistValue) return decodeAttributes(value.kvlistValue.values);
	if (value?.bytesValue !== undefined) return decodeBytes(value.bytesValue);
	return null;
}

/** Decode a list of keys and values. @throws {Error} When a key comes twice: which one counts is anyone's guess. */
export function decodeAttributes(list: KeyValue[] | undefined): Attributes {
	const entries = (list ?? []).map(({key = '', value}): [string, Value] => [key, decodeValue(value)]);
	// Assigned one by one, a key named `__proto__` would be lost.
	const attributes = Object.fromEntries(entries);
	if (Object.keys(attributes).length === entries.length) return attributes;
	throw new Error(`Attribute keys must be unique, got ${entries.map(([key]) => key).join(', ')}`);
}

/** How each value was sent: `intValue`, `doubleValue`, … A backend may refuse a 1 where it expects a 1.0. */
export function valueTypes(list: KeyValue[] | undefined): Record<string, string> {
	return Object.fromEntries(
		(list ?? []).map(({key = '', value}) => [key, Object.keys(value ?? {})[0] ?? 'empty']),
	);
}

/** A number while it is exact, else a `bigint`. */
export function decodeInteger(value: bigint | number | string): number | bigint {
	if (typeof value === 'number') return value;
	const integer = BigInt(value);
	const number = Number(integer);
	return Number.isSafeInteger(number) ? number : integer;
}

/** Trace and span ids: bytes in protobuf, already hex in OTLP's JSON (not base64, unlike every other bytes field). */
export function decodeId(id: Uint8Array | string | undefined): string {
	if (id === undefined) return '';
	return typeof id === 'string' ? id.toLowerCase() : Buffer.from(id).toString('hex');
}

function decodeBytes(bytes: Uint8Array | string): Uint8Array {
	return typeof bytes === 'string' ? Uint8Array.from(Buffer.from(bytes, 'base64')) : Uint8Array.from(bytes);
}
