/** `fetch` refuses a URL with credentials, which stand in a header on their way anyhow: RFC 7617. */
export function withoutCredentials(text: string): {url: string; authorization: string | undefined} {
	const url = new URL(text);
	const [username, password] = [url.username, url.password].map(decode);
	const authorization =
		username || password ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` : undefined;
	url.username = '';
	url.password = '';
	return {url: url.href, authorization};
}

/** A password may have a `%` that encodes nothing. */
function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
