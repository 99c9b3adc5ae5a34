import {z} from 'zod';
import type {Type} from './setting-types.ts';

/** Exact origins, as browsers write them: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin */
export const origins: Type<ReadonlySet<string>> = {
	schema: z.string().transform((value, context) => {
		const entries = value.split(',').map(entry => entry.trim());
		for (const entry of entries) {
			// Spelled otherwise, it would never equal what a browser sends.
			const spelled = URL.canParse(entry) ? new URL(entry).origin : 'null';
			if (entry === '*' || (spelled === entry && /^https?:/.test(entry))) continue;
			const advice = spelled !== 'null' && {message: `write ${spelled}`, params: {explains: true}};
			context.addIssue({code: 'custom', ...advice});
			return z.NEVER;
		}
		return new Set(entries);
	}),
	expected: 'a comma list of origins, such as https://app.example.com, or *',
};
