import type {Middleware} from 'koa';
import type {Options} from './document.ts';

/** Only what a page without scripts needs, of our own files. */
const pagePolicy =
	"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
Serve the description of the service: as data and as a page.

Made when first asked for, once: most processes are never asked, and none should start later for it.
*/
export function serveDescription(options: Options): {openapiJson: Middleware; docs: Middleware} {
	let made: Promise<{json: string; page: string}> | undefined;
	const make = async () => {
		const {createDocument} = await import('./document.ts');
		const {renderPage} = await import('./page.ts');
		const document = createDocument(options);
		return {json: JSON.stringify(document), page: renderPage(document)};
	};
	const description = () => {
		made ??= make();
		return made;
	};

	return {
		async openapiJson(ctx) {
			ctx.body = (await description()).json;
			ctx.type = 'application/json';
		},
		async docs(ctx) {
			ctx.body = (await description()).page;
			ctx.type = 'text/html';
			ctx.set('content-security-policy', pagePolicy);
		},
	};
}
