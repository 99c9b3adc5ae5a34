import path from 'node:path';

/** What of the template a service keeps. */
export interface Kept {
	templateName: string;
	name: string;
	sample: boolean;
}

/**
A file of the template as a service's own: renamed, and without what is marked as not for it.

A part is marked by lines that hold nothing but a comment, `template only` or `sample only`, and the same with a slash
at its end.

@throws {Error} For a part that doesn't end.
*/
export function rewriteText(text: string, {templateName, name, sample}: Kept): string {
	const kept = dropParts(dropParts(text, 'template', false), 'sample', sample);
	// Spelled as a title, too.
	const spellings = new RegExp(templateName.replaceAll('-', '[-_ ]'), 'gi');
	return kept.replace(spellings, name);
}

/** A page whose links to files that are not there are plain words. @param file - Its own place. */
export function rewriteLinks(file: string, text: string, isThere: (target: string) => boolean): string {
	return text.replace(
		/\[([^\]]*)\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g,
		(link, words: string, target: string) =>
			isThere(path.posix.join(path.posix.dirname(file), target)) ? link : words,
	);
}

function dropParts(text: string, what: string, keepContent: boolean): string {
	const mark = (slash: string) => `^[\\t ]*(?:<!--|#|//) ${slash}${what} only(?: -->)?\\n`;
	const part = new RegExp(`${mark('')}((?:.*\\n)*?)${mark('/')}`, 'gm');
	const dropped = text.replace(part, (_, content: string) => (keepContent ? content : ''));
	if (new RegExp(mark('/?'), 'm').test(dropped)) {
		throw new Error(`expected a "/${what} only" for every "${what} only", one is missing`);
	}
	// What stood around a part that is gone leaves one blank line, as everywhere.
	return dropped === text ? text : dropped.replace(/\n{3,}/g, '\n\n');
}
