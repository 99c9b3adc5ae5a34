import {git, reasonOf, tryGit} from '../git.ts';

/** The work tree that a directory is in, as a path; undefined when it is in none. */
export async function enclosingRepository(directory: string): Promise<string | undefined> {
	return (await tryGit(directory, ['rev-parse', '--show-toplevel']))?.trim();
}

/** A repository with everything in its first commit. Without git, or without its user's name, that is left to do. */
export async function begin(directory: string): Promise<string[]> {
	try {
		await git(directory, ['init', '--quiet', '--initial-branch=main']);
		await git(directory, ['add', '--all']);
		await git(directory, ['commit', '--quiet', '--message=Create the service from its template']);
		return [];
	} catch (error) {
		return [`Nothing is committed yet: ${reasonOf(error)}`];
	}
}
