import {isBuiltin} from 'node:module';

/**
Say why a name can't be a service's, which is at once an npm package and, without its scope's signs, a container image,
a Kubernetes object and DNS label (RFC 1123 §2.1; letters first as in RFC 1035, which Kubernetes asks of a Service).

@param taken - The template's own name, and its dependencies: npm installs no package into itself.
@returns undefined for a good one.
*/
export function explainName(name: string, taken: readonly string[]): string | undefined {
	const got = `got ${JSON.stringify(name)}`;
	if (!/^(?:@[a-z][a-z\d-]*\/)?[a-z](?:[a-z\d-]*[a-z\d])?$/.test(name) || labelOf(name).length > 63) {
		return `--name must be 1-63 of a-z, 0-9 and "-", a letter first and no "-" last, or such after @SCOPE/, ${got}`;
	}
	if (taken.includes(name)) return `--name must not be the template's or a dependency's, ${got}`;
	return isBuiltin(name) ? `--name must not be a module of Node, ${got}` : undefined;
}

/** The name where `@` and `/` can't stand: of an image, of an object in Kubernetes. `@acme/shop` is `acme-shop`. */
export function labelOf(name: string): string {
	return name.replace(/^@/, '').replace('/', '-');
}
