import {isPersonalKey} from './outgoing.ts';
import {isSecretKey, masked} from './secrets.ts';

/** Nothing beyond these tells anybody anything. */
const deepest = 12;
const mostMembers = 1000;
const longestText = 8192;
const longestKey = 200;
/** Looked through beyond what is kept, so that a secret which the cut goes through is known as one. */
const margin = 1024;
/** JSON's longest way to write one character. */
const longestEscape = 6;

const unreadable = '[unreadable]';

/** Lists whose last members say the most: the innermost frame, the error that was reported, what happened just before. */
const lastFirst = new Set(['values', 'frames', 'breadcrumbs']);

export interface CopyOptions {
	/** What is done to each text. */
	text: (text: string) => string;
	sendDefaultPii: boolean;
	/** As JSON. What would go beyond is cut or left out. */
	maxBytes: number;
}

/**
A copy of anything as what JSON can say, of bounded size, with secrets masked and what is personal left out unless it is
wished for. Never throws.

Getters that throw, proxies, cycles and depth become words that say so.
*/
export function copyPlain(value: unknown, {text, sendDefaultPii, maxBytes}: CopyOptions): unknown {
	let left = maxBytes;
	const above = new Set<object>();

	function copyText(given: string, longest = longestText): string {
		const kept = text(given.length > longest + margin ? given.slice(0, longest + margin) : given);
		const cut = kept.length > longest ? `${kept.slice(0, longest - 1).toWellFormed()}…` : kept;
		const bytes = jsonBytes(cut);
		if (bytes <= left) {
			left -= bytes;
			return cut;
		}
		const short = cut.slice(0, Math.max(0, Math.floor(left / longestEscape) - 1)).toWellFormed();
		left -= jsonBytes(short);
		return short;
	}

	function copy(given: unknown, depth: number, key: string): unknown {
		if (typeof given === 'string') return copyText(given);
		if (typeof given === 'boolean' || given === null || given === undefined) return given;
		if (typeof given === 'number' && Number.isFinite(given)) return given;
		if (typeof given === 'object') return copyObject(given, depth, key);
		return copyText(typeof given === 'function' ? '[function]' : String(given));
	}

	function copyObject(given: object, depth: number, key: string): unknown {
		if (above.has(given)) return copyText('[Circular ~]');
		above.add(given);
		try {
			if (ArrayBuffer.isView(given)) return copyText('[bytes]');
			const toJson = (given as {toJSON?: unknown}).toJSON;
			if (typeof toJson === 'function') return copy(toJson.call(given), depth - 1, key);
			const isList = Array.isArray(given);
			if (depth <= 0) return copyText(isList ? '[Array]' : '[Object]');
			return isList ? copyList(given, depth, key) : copyMembers(given as Record<string, unknown>, depth);
		} catch {
			return copyText(unreadable);
		} finally {
			above.delete(given);
		}
	}

	function copyList(given: unknown[], depth: number, key: string): unknown[] {
		const copies: unknown[] = [];
		const count = Math.min(given.length, mostMembers);
		const fromEnd = lastFirst.has(key);
		for (let index = 0; index < count && left > 0; index++) {
			left -= numberBytes;
			copies.push(copy(read(given, fromEnd ? given.length - 1 - index : index) ?? null, depth - 1, ''));
		}
		return fromEnd ? copies.reverse() : copies;
	}

	function copyMembers(given: Record<string, unknown>, depth: number): Record<string, unknown> {
		const copies: Record<string, unknown> = {};
		let count = 0;
		for (const key in given) {
			if (left <= 0 || count >= mostMembers) break;
			if (!Object.hasOwn(given, key) || key === '__proto__') continue;
			const entry = read(given, key);
			if (entry === undefined || (!sendDefaultPii && isPersonalKey(key))) continue;
			count++;
			left -= numberBytes;
			const isSecret = isValue(entry) && isSecretKey(key);
			copies[copyText(key, longestKey)] = isSecret ? mask(entry) : copy(entry, depth - 1, key);
		}
		return copies;
	}

	return copy(value, deepest, '');
}

/** What a number, its separators and its brackets take at the most. */
const numberBytes = 32;

/** Most texts are of these alone, of which each is one byte. */
const simple = /^[ !#-[\]-~]*$/;

function jsonBytes(text: string): number {
	return simple.test(text) ? text.length + 2 : Buffer.byteLength(JSON.stringify(text));
}

function read(given: object, key: string | number): unknown {
	try {
		return (given as Record<string | number, unknown>)[key];
	} catch {
		return unreadable;
	}
}

/** A flag or nothing is no secret, and says whether there is one. */
function isValue(entry: unknown): boolean {
	return entry !== null && typeof entry !== 'boolean' && entry !== '';
}

/** An attribute of a log line, a metric or a span says beside its value of which type that is. */
function mask(entry: unknown): unknown {
	const isTyped = typeof entry === 'object' && typeof read(entry!, 'type') === 'string';
	return isTyped && read(entry as object, 'value') !== undefined ? {value: masked, type: 'string'} : masked;
}
