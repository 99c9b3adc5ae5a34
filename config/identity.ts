import {readFileSync} from 'node:fs';

/** Which program this is. */
export interface Identity {
	name: string;
	version: string;
	/** `name@version+revision`, as Sentry orders releases: https://docs.sentry.io/cli/releases/ */
	release: string;
}

/**
Read who we are from `package.json` and, where the checkout is there, git.

@param root - Directory of `package.json`, as a `file:` URL ending in a slash.
*/
export function loadIdentity(root: URL): Identity {
	const {name, version} = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Identity;
	const revision = gitRevision(new URL('.git/', root));
	return {name, version, release: releaseOf(name, version, revision)};
}

/** Sentry discards a release with a slash, and a scoped package has one: `@acme/orders` becomes `acme-orders`. */
export function releaseOf(name: string, version: string, revision?: string): string {
	const plain = name.replace(/^@/, '').replaceAll('/', '-');
	return `${plain}@${version}${revision ? `+${revision.slice(0, 12)}` : ''}`;
}

/** Reads the files: a deployed image has no git to ask, and a process costs a start's time. */
function gitRevision(git: URL): string | undefined {
	try {
		const head = readFileSync(new URL('HEAD', git), 'utf8').trim();
		if (!head.startsWith('ref: ')) return head;
		return readFileSync(new URL(head.slice(5), git), 'utf8').trim();
	} catch {
		return undefined;
	}
}
