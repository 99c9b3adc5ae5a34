type Fields = Record<string, [id: number, type: string] | [id: number, type: string, rule: 'repeated']>;

/**
A message for protobufjs, from its fields alone.

@param present - Fields told from absent even at 0, '' and false, as members of a `oneof` and `optional` ones are.
*/
export function message(fields: Fields, present: string[] = []) {
	return {
		fields: Object.fromEntries(
			Object.entries(fields).map(([name, [id, type, rule]]) => [name, rule ? {id, type, rule} : {id, type}]),
		),
		oneofs: Object.fromEntries(present.map(name => [`_${name}`, {oneof: [name]}])),
	};
}
