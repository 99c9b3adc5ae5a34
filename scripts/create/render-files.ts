import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Origin} from './package-files.ts';
import {rewriteLock, rewritePackage, rewriteTsconfig} from './package-files.ts';
import {renderReadme} from './render-readme.ts';
import type {Kept} from './rewrite-text.ts';
import {rewriteLinks, rewriteText} from './rewrite-text.ts';
import {selectFiles} from './select-files.ts';
import {templateFiles} from './template-files.ts';
import {withoutSample} from './without-sample.ts';

/**
Every file of a service, by its path, as it would be written.

@throws {Error} When a file of the template is not as expected.
*/
export async function renderFiles(
	root: string,
	kept: Kept,
	origin: Origin,
): Promise<Map<string, string | Buffer>> {
	const rendered = new Map<string, string | Buffer>();
	const contentOf = (file: string) => {
		const content = rendered.get(file) ?? firstRewrite(file, readFileSync(path.join(root, file)), kept);
		rendered.set(file, content);
		return content;
	};
	const files = selectFiles(await templateFiles(root), kept, file => String(contentOf(file)));
	const texts = files.filter(file => typeof contentOf(file) === 'string');
	const textOf = (file: string) => rendered.get(file) as string;
	const isThere = (target: string) =>
		[...files, 'README.md'].some(file => file === target || file.startsWith(`${target.replace(/\/$/, '')}/`));

	const result = new Map(files.map(file => [file, contentOf(file)]));
	for (const file of texts.filter(name => name.endsWith('.md'))) {
		result.set(file, rewriteLinks(file, textOf(file), isThere));
	}
	const manifest = rewritePackage(
		textOf('package.json'),
		kept,
		origin,
		new Map(texts.map(f => [f, textOf(f)])),
	);
	result.set('package.json', manifest);
	result.set('package-lock.json', rewriteLock(textOf('package-lock.json'), manifest));
	result.set('tsconfig.json', rewriteTsconfig(textOf('tsconfig.json'), files));
	result.set('README.md', renderReadme(kept.name, manifest, result));
	return result;
}

/** Pictures and the like stay as they are, and so do the names in a manifest. */
function firstRewrite(file: string, bytes: Buffer, kept: Kept): string | Buffer {
	if (bytes.includes(0)) return bytes;
	const text = bytes.toString();
	if (/^package(?:-lock)?\.json$/.test(file)) return text;
	return rewriteText(kept.sample ? text : withoutSample(file, text), kept);
}
