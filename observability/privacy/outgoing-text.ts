import {rememberClean, scrubText, scrubUrlQueries} from './secrets.ts';

/**
What is done to every text that leaves for Sentry, whoever made it: secrets are masked, and without personal data the
queries of URLs too. What comes back is well-formed: half of a surrogate pair is no Unicode, and Sentry refuses it.
*/
export function createOutgoingText(sendDefaultPii: boolean): (text: string) => string {
	const scrub = sendDefaultPii ? scrubText : (text: string) => scrubUrlQueries(scrubText(text));
	return rememberClean(text => scrub(text).toWellFormed());
}
