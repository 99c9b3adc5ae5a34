import {z} from 'zod';

/** Line breaks and tabs are text; NUL and its kin are what databases and other services fail on. */
const noControls = /^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$/;
const notText = 'must be text without control characters';

/** Unicode text of a caller: no half of a surrogate pair, no control characters. Narrow it with `min`, `max`, `regex`. */
export const text = z
	.string()
	// A pattern, and not part of the refinement, so that the API's description has it too.
	.regex(noControls, notText)
	.refine(value => value.isWellFormed(), notText);

/**
Text that names one thing and can stand in a path: no `/`, no `\`, no line break, and not `.` or `..`, encoded or not.

What a route takes with this type goes into an upstream's `path` without being refused there.
*/
export const segment = text
	.regex(/^(?!\.{1,2}(?:;|$))[^/\\\n\r\t]+$/, {error: 'must not be a path', abort: true})
	.refine(
		value => !/%(?:25)*(?:[01][\da-f]|7f|2f|5c)|^(?:\.|%(?:25)*2e){1,2}(?:;|%(?:25)*3b|$)/i.test(value),
		'must not be a path',
	);

/** A whole number as a path or a query has it: digits, no blanks, no `0x10`, no `1e3`. */
export function wholeNumber(min: number, max: number) {
	return z
		.string()
		.regex(/^-?\d{1,16}$/, 'must be a whole number')
		.transform(Number)
		.pipe(z.int().min(min).max(max));
}
