/** One request that was made, and where it is told of. */
export interface Visit {
	name: string;
	status: number;
	traceId: string;
}

const rounds = 3;
const basket = {
	items: [
		{sku: 'tea', quantity: 2},
		{sku: 'coffee', quantity: 1},
		{sku: 'cake', quantity: 3},
	],
};

/** Ask a quotes service for prices, as a shop with a few customers would. @param url - Its origin. */
export async function makeTraffic(url: string): Promise<Visit[]> {
	const visits: Visit[] = [];
	for (let round = 1; round <= rounds; round++) {
		visits.push(await visit('GET /quotes/tea', `${url}/quotes/tea`));
		visits.push(await visit('GET /quotes/coffee', `${url}/quotes/coffee?quantity=2`));
		visits.push(await visit('GET /quotes/absent', `${url}/quotes/absent`));
		visits.push(
			await visit('POST /quotes', `${url}/quotes`, {
				method: 'POST',
				headers: {'content-type': 'application/json'},
				body: JSON.stringify(basket),
			}),
		);
	}
	return visits;
}

async function visit(name: string, url: string, request: RequestInit = {}): Promise<Visit> {
	const headers = {...request.headers, 'x-user-id': 'user-42'};
	const response = await fetch(url, {...request, headers});
	await response.arrayBuffer();
	// 00-<trace id>-<span id>-<flags>
	const traceId = response.headers.get('traceresponse')?.split('-')[1] ?? '';
	return {name, status: response.status, traceId};
}
