import type {InputError} from '../problems/request-errors.ts';
import {pointerTo} from '../problems/request-errors.ts';

/** As many as help; a body may hold a hundred thousand. */
const mostTold = 10;
/** Levels of a pointer; beyond it names what the text is in, rather than be as long as the body. */
const deepest = 32;

interface Place {
	value: unknown;
	key: string;
	within: Place | undefined;
}

/**
Find the texts of parsed JSON, keys too, that are no Unicode: half of a surrogate pair, which only an escape can write.

RFC 8259 §8.2 leaves open what becomes of them, and each receiver does something else: a database refuses, `fetch`
writes U+FFFD, so that two keys are one. Without recursion: a megabyte of brackets is deeper than any stack.
*/
export function findIllFormed(json: unknown): InputError[] {
	const errors: InputError[] = [];
	const places: Place[] = [{value: json, key: '', within: undefined}];
	for (let place = places.pop(); place && errors.length < mostTold; place = places.pop()) {
		const {value, key} = place;
		if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
			errors.push({pointer: pointerTo(pathOf(place)).toWellFormed(), detail: 'must be Unicode text'});
		}
		if (typeof value !== 'object' || value === null) continue;
		for (const [name, entry] of Object.entries(value)) places.push({value: entry, key: name, within: place});
	}
	return errors;
}

function pathOf(place: Place): string[] {
	const path: string[] = [];
	for (let at = place; at.within; at = at.within) path.push(at.key);
	return path.reverse().slice(0, deepest);
}
