import path from 'node:path';
import {partNames} from './parts.ts';
import type {Choice} from './select-files.ts';
import {labelOf} from './service-name.ts';

/** What of the template a service keeps. */
export interface Kept extends Choice {
	templateName: string;
	name: string;
}

/**
A file of the template as a service's own: renamed, and without what is marked as not for it.

What belongs to a part is marked by lines that hold nothing but a comment, `docs only`, and the same with a slash at its
end; `sample only` and `template only` likewise.

@throws {Error} For a part that doesn't end.
*/
export function rewriteText(text: string, {templateName, name, sample, parts}: Kept): string {
	let kept = dropMarked(dropMarked(text, 'template', false), 'sample', sample);
	for (const part of partNames) kept = dropMarked(kept, part, parts.has(part));
	// Spelled as a title, too.
	const spellings = new RegExp(templateName.replaceAll('-', '[-_ ]'), 'gi');
	return kept.replace(spellings, labelOf(name));
}

/**
A page whose links to files that are not there are plain words, and without pictures that are not there.

@param file - Its own place.
*/
export function rewriteLinks(file: string, text: string, isThere: (target: string) => boolean): string {
	const isHere = (target: string) => isThere(path.posix.join(path.posix.dirname(file), target));
	return text
		.replace(/^!\[[^\]]*\]\(([^)\s]+)\)\n\n/gm, (picture, target: string) => (isHere(target) ? picture : ''))
		.replace(
			/\[([^\]]*)\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g,
			(link, words: string, target: string) => (isHere(target) ? link : words),
		);
}

function dropMarked(text: string, what: string, keepContent: boolean): string {
	if (!text.includes(`${what} only`)) return text;
	const mark = (slash: string) => `^[\\t ]*(?:<!--|#|//) ${slash}${what} only(?: -->)?\\n`;
	const marked = new RegExp(`${mark('')}((?:.*\\n)*?)${mark('/')}`, 'gm');
	const dropped = text.replace(marked, (_, content: string) => (keepContent ? content : ''));
	if (new RegExp(mark('/?'), 'm').test(dropped)) {
		throw new Error(`expected a "/${what} only" for every "${what} only", one is missing`);
	}
	// What stood around a part that is gone leaves one blank line, as everywhere.
	return dropped === text ? text : dropped.replace(/\n{3,}/g, '\n\n');
}
