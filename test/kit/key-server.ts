import {once} from 'node:events';
import type {IncomingHttpHeaders, RequestListener} from 'node:http';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {CryptoKey, JWK, JWTPayload} from 'jose';
import {exportJWK, generateKeyPair, SignJWT} from 'jose';

export interface KeyServer {
	url: string;
	/** How often it was asked for its keys. */
	asked(): number;
	/** Of every request so far. */
	headers: IncomingHttpHeaders[];
	/** From now on it has one key, of this id. */
	rotate(kid: string): Promise<void>;
	/** A token signed with the present key, that names it unless `header` says otherwise. */
	sign(claims?: JWTPayload, header?: {kid?: string}): Promise<string>;
	/** Answer so instead. */
	behave(status: number, body: string): void;
	/** Answer the next request so, and then as before. */
	next(answer: RequestListener): void;
	close(): Promise<void>;
}

export const issuer = 'http://issuer.example';
export const audience = 'shop';

/** A JWKS endpoint on loopback with a real key, and tokens to go with it. */
export async function startKeyServer(): Promise<KeyServer> {
	let key: {kid: string; privateKey: CryptoKey; jwk: JWK};
	let asked = 0;
	let answer: [number, string] | undefined;
	const headers: IncomingHttpHeaders[] = [];
	const queue: RequestListener[] = [];
	const server = createServer((request, response) => {
		asked++;
		headers.push(request.headers);
		const other = queue.shift();
		if (other) return other(request, response);
		const [status, body] = answer ?? [
			200,
			JSON.stringify({keys: [{...key.jwk, kid: key.kid, alg: 'ES256'}]}),
		];
		response.writeHead(status, {'content-type': 'application/json'}).end(body);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	async function rotate(kid: string): Promise<void> {
		const {publicKey, privateKey} = await generateKeyPair('ES256', {extractable: true});
		key = {kid, privateKey, jwk: await exportJWK(publicKey)};
	}
	await rotate('first');

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
		asked: () => asked,
		headers,
		rotate,
		sign: (claims = {}, {kid = key.kid} = {}) =>
			new SignJWT({
				iss: issuer,
				aud: audience,
				sub: 'u-1',
				exp: Math.floor(Date.now() / 1000) + 60,
				...claims,
			})
				.setProtectedHeader({alg: 'ES256', kid})
				.sign(key.privateKey),
		behave(status, body) {
			answer = [status, body];
		},
		next: other => void queue.push(other),
		async close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
