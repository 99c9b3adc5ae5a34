/** Anything that can be thrown, as JSON, so that a test can make it up and a service build it. */
export type Thing =
	| {is: 'text'; text: string; times: number}
	| {is: 'odd'; odd: keyof typeof odds}
	| {is: 'throws'}
	| {is: 'root'}
	| {is: 'deep'; levels: number}
	| {is: 'wide'; members: number}
	| {is: 'proxy'; of: Thing; traps: Trap[]}
	| {is: 'list'; of: Thing[]}
	| {is: 'object' | keyof typeof classes; members: Partial<Record<string, Thing>>};

export type Trap = (typeof traps)[number];

export const traps = [
	'get',
	'has',
	'ownKeys',
	'getPrototypeOf',
	'getOwnPropertyDescriptor',
	'defineProperty',
	'deleteProperty',
	'set',
] as const;

const foreign = (await import('node:vm')).runInNewContext('Error') as ErrorConstructor;

export const classes = {Error, TypeError, foreign, DOMException, AggregateError};

export const odds = {
	nothing: () => undefined,
	null: () => null,
	number: () => 42,
	nan: () => Number.NaN,
	bigint: () => 12n,
	symbol: () => Symbol('\ud800'),
	function: () => () => {},
	date: () => new Date(Number.NaN),
	map: () => new Map([[{}, 1]]),
	bytes: () => new Uint8Array(100_000),
	regexp: () => /x/,
	revoked() {
		const {proxy, revoke} = Proxy.revocable(new Error('revoked'), {});
		revoke();
		return proxy;
	},
	noPrototype: () => Object.create(null),
	error: () => new Error('in a field'),
	'throws-as-text': () => ({
		toString() {
			throw new Error('toString');
		},
	}),
	'throws-as-json': () => ({
		toJSON() {
			throw new Error('toJSON');
		},
	}),
	thenable: () => ({
		// biome-ignore lint/suspicious/noThenProperty: whoever awaits it waits for ever.
		then() {},
	}),
};

function fail(): never {
	throw new Error('a trap');
}

/** @param root - What `{is: 'root'}` stands for. */
export function build(thing: Thing, root: {value?: unknown} = {}): unknown {
	switch (thing.is) {
		case 'text':
			return thing.text.repeat(thing.times);
		case 'odd':
			return odds[thing.odd]();
		case 'root':
			return root.value;
		case 'throws':
			return undefined;
		case 'deep': {
			let value: unknown = 'the bottom';
			for (let level = 0; level < thing.levels; level++)
				value = level % 2 ? [value] : new Error('deep', {cause: value});
			return value;
		}
		case 'wide':
			return Object.fromEntries(
				Array.from({length: thing.members}, (_, index) => [`member ${index}`, new Error(`${index}`)]),
			);
		case 'list':
			return thing.of.map(each => build(each, root));
		case 'proxy': {
			const target = build(thing.of, root);
			if (typeof target !== 'object' || target === null) return target;
			return new Proxy(target, Object.fromEntries(thing.traps.map(trap => [trap, fail])));
		}
		default: {
			const value = thing.is === 'object' ? {} : makeError(thing.is);
			root.value ??= value;
			for (const [name, member] of Object.entries(thing.members)) setMember(value, name, member!, root);
			return value;
		}
	}
}

function makeError(name: keyof typeof classes): object {
	const made = classes[name];
	return made === AggregateError ? new AggregateError([], 'made') : new (made as ErrorConstructor)('made');
}

/** As an object of somebody else's may have it: own, and whatever its class says of it. */
function setMember(value: object, name: string, member: Thing, root: {value?: unknown}): void {
	const key = name.startsWith('Symbol.') ? (Symbol[name.slice(7) as 'iterator'] as symbol) : name;
	const descriptor =
		member.is === 'throws'
			? {get: fail, enumerable: true, configurable: true}
			: {value: build(member, root), enumerable: true, configurable: true, writable: true};
	Object.defineProperty(value, key, descriptor);
}
