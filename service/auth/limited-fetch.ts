type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/**
A `fetch` of one document that asks only so often, and in between answers what it was last answered.

@param most - Requests in any `perMs` milliseconds.
*/
export function limitedFetch({most, perMs}: {most: number; perMs: number}): Fetch {
	const asked: number[] = [];
	let last: Response | undefined;
	return async (url, options) => {
		const now = performance.now();
		while (asked.length > 0 && asked[0]! <= now - perMs) asked.shift();
		if (asked.length >= most && last) return last.clone();
		asked.push(now);
		const response = await fetch(url, options);
		if (response.ok) last = response.clone();
		return response;
	};
}
