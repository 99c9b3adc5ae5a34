import type {Answered} from './conformance.ts';

const ports = new Set<number>();

/** From now on, every JSON answer that a test gets from this port must be as the API's description says. */
export async function expectAsDescribed(port: number): Promise<void> {
	const {checkAnswer} = await import('./conformance.ts');
	if (ports.size === 0) watchFetch(checkAnswer);
	ports.add(port);
}

/** @throws {Error} naming what is not as described. Does nothing for a port that isn't the service's. */
export async function checkDescribed(port: number, answered: Answered): Promise<void> {
	if (!ports.has(port)) return;
	const {checkAnswer} = await import('./conformance.ts');
	checkAnswer(answered);
}

function watchFetch(checkAnswer: (answered: Answered) => void): void {
	const {fetch} = globalThis;
	globalThis.fetch = async function watchedFetch(input, init) {
		const response = await fetch(input, init);
		const {hostname, port, pathname, search} = new URL(response.url);
		if (hostname !== '127.0.0.1' || !ports.has(Number(port))) return response;
		const isJson = response.headers.get('content-type')?.includes('json') ?? false;
		checkAnswer({
			method: init?.method ?? (input instanceof Request ? input.method : 'GET'),
			path: pathname + search,
			status: response.status,
			header: name => response.headers.get(name) ?? undefined,
			body: isJson ? await response.clone().text() : '',
		});
		return response;
	};
}
