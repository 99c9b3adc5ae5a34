import {z} from 'zod';

/*
Patterns, as far as one can say it so: the API's description shows them. They are spelled out for both cases, since a
JSON Schema has no flags.
*/

/** NUL and its kin are what databases and other services fail on. Line breaks and tabs are text. */
const noControls = /^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$/;

/** Not `.` or `..`, and no `/`, `\` or control character, however often they are encoded. */
const oneSegment =
	/^(?!(?:\.|%(?:25)*2[Ee]){1,2}(?:;|%(?:25)*3[Bb]|$))(?!.*%(?:25)*(?:[01][\dA-Fa-f]|7[Ff]|2[Ff]|5[Cc]))[^\x00-\x1f\x7f/\\]+$/;

const isUnicode = (value: string) => value.isWellFormed();

/** Unicode text of a caller: no half of a surrogate pair, no control characters. Narrow it with `min`, `max`, `regex`. */
export const text = z
	.string()
	.regex(noControls, 'must be text without control characters')
	.refine(isUnicode, 'must be Unicode text');

/**
Text that names one thing and can stand in a path: no `/`, no `\`, no line break, and not `.` or `..`, encoded or not.

What a route takes with this type goes into an upstream's `path` without being refused there.
*/
export const segment = z
	.string()
	.regex(oneSegment, 'must be text that is no path')
	.refine(isUnicode, 'must be Unicode text');

/** A whole number as a path or a query has it: digits, no blanks, no `0x10`, no `1e3`. */
export function wholeNumber(min: number, max: number) {
	return z
		.string()
		.regex(/^-?\d{1,16}$/, 'must be a whole number')
		.transform(Number)
		.pipe(z.int().min(min).max(max));
}
