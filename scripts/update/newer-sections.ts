/**
The sections of a changelog above that of a version, newest first.

@param version - Everything, when the changelog has no section of it.
*/
export function newerSections(changelog: string, version: string): string {
	const sections = changelog.split(/^(?=## )/m).filter(section => section.startsWith('## '));
	const known = sections.findIndex(section => section.split(/\s+/)[1] === version);
	return sections.slice(0, known === -1 ? sections.length : known).join('');
}
