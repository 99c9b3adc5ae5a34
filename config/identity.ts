import {readFile} from 'node:fs/promises';

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
export async function loadIdentity(root: URL): Promise<Identity> {
	const {name, version} = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as Identity;
	const revision = await gitRevision(new URL('.git/', root));
	return {name, version, release: releaseOf(name, version, revision)};
}

/** Sentry discards a release with a slash, and a scoped package has one: `@acme/orders` becomes `acme-orders`. */
export function releaseOf(name: string, version: string, revision?: string): string {
	const plain = name.replace(/^@/, '').replaceAll('/', '-');
	return `${plain}@${version}${revision ? `+${revision.slice(0, 12)}` : ''}`;
}

/** Reads the files: a deployed image has no git to ask, and a process costs a start's time. */
async function gitRevision(git: URL): Promise<string | undefined> {
	try {
		const head = (await readFile(new URL('HEAD', git), 'utf8')).trim();
		if (!head.startsWith('ref: ')) return head;
		return (await readFile(new URL(head.slice(5), git), 'utf8')).trim();
	} catch {
		return undefined;
	}
}
