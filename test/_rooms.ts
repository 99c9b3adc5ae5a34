import {readFile} from 'node:fs/promises';
import {root} from './_imports.ts';

/** A folder of one subject, as the table in its top folder's README says. */
export interface Room {
	/** Such as `service/http`. */
	name: string;
	/** Files that other rooms may import; undefined when each is one. */
	doors: ReadonlySet<string> | undefined;
	/** Rooms whose doors it may use. */
	uses: ReadonlySet<string>;
}

/** The rooms of a top folder, by name. */
export async function roomsOf(folder: string): Promise<Map<string, Room>> {
	const readme = await readFile(new URL(`${folder}/README.md`, root), 'utf8');
	const rows = readme.matchAll(/^\| `([\w/-]+)\/` \|[^|]*\|([^|]*)\|([^|]*)\|$/gm);
	return new Map(
		[...rows].map(([, room, doors, uses]) => {
			const name = `${folder}/${room}`;
			return [
				name,
				{
					name,
					doors: doors!.includes('each file') ? undefined : new Set(quoted(doors!).map(f => `${name}/${f}`)),
					uses: new Set(quoted(uses!).map(used => `${folder}/${used.replace(/\/$/, '')}`)),
				},
			];
		}),
	);
}

function quoted(cell: string): string[] {
	return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
}
