import fc from 'fast-check';

const alphabet = [...'aZ09-.:[]', '@', ',', '_', '%', '/', ' ', '\t', '\xa0', '\xe9', '\u212a', '\ud800'];
const label = fc.string({unit: fc.constantFrom(...'aBz09-'), minLength: 1, maxLength: 66});
const name = fc.array(label, {minLength: 1, maxLength: 6}).map(labels => labels.join('.'));
const address = fc.oneof(
	fc.ipV6(),
	fc.string({unit: fc.constantFrom(...'0fF:.', '::', '1.2.3.4'), maxLength: 12}),
);
const host = fc.oneof(
	{weight: 4, arbitrary: name},
	{weight: 1, arbitrary: name.map(it => `${it}.`)},
	{weight: 1, arbitrary: fc.ipV4()},
	{weight: 2, arbitrary: address.map(it => `[${it}]`)},
);
const port = fc.oneof(
	fc.constant(''),
	fc.nat({max: 70_000}).map(number => `:${number}`),
	fc.constantFrom(':', ':0080', ':x', ':65535', ':65536'),
);
const wellFormed = fc.tuple(host, port).map(([left, right]) => left + right);

/** Well-formed hosts, such hosts with one character spoilt, and noise. */
export const hostLike: fc.Arbitrary<string> = fc.oneof(
	wellFormed,
	fc
		.tuple(wellFormed, fc.nat({max: 80}), fc.constantFrom(...alphabet))
		.map(([text, index, character]) => text.slice(0, index) + character + text.slice(index + 1)),
	fc.string({unit: fc.constantFrom(...alphabet), maxLength: 20}),
	fc.string({unit: 'binary', maxLength: 20}),
);
