import {once} from 'node:events';
import type {IncomingHttpHeaders, IncomingHttpStatusHeader} from 'node:http2';
import {connect} from 'node:http2';
import {buffer} from 'node:stream/consumers';
import type {Client, ClientRequest} from './client.ts';
import {createResponse, headerOf} from './client.ts';
import {checkDescribed} from './described-ports.ts';

/** An HTTP/2 client without TLS, all requests on one connection. A `host` header is sent as `:authority`. */
export function createH2cClient(port: number): Client {
	const session = connect(`http://127.0.0.1:${port}`);
	// Each request fails with the session and says so; unheard, the same error would end the test process.
	session.on('error', () => {});

	async function request({method = 'GET', path = '/', headers = {}, body, signal}: ClientRequest = {}) {
		const {host, ...others} = headers;
		const stream = session.request(
			{':method': method, ':path': path, ...(host !== undefined && {':authority': host}), ...others},
			signal && {signal},
		);
		stream.end(body);
		// A session that goes away gracefully closes its streams without an error: `once` alone would wait for good.
		const closed = once(stream, 'close').then(() => Promise.reject(new Error('Closed without a response')));
		const responded = once(stream, 'response');
		const [received = {}]: (IncomingHttpHeaders & IncomingHttpStatusHeader)[] = await Promise.race([
			responded,
			closed,
		]);
		const status = received[':status'] ?? 0;
		const answered = createResponse(status, received, (await buffer(stream)).toString());
		await checkDescribed(port, {method, path, status, body: answered.body, header: headerOf(answered)});
		return answered;
	}

	return {
		request,
		get: (path, headers = {}) => request({path, headers}),
		async close() {
			if (session.destroyed) return;
			session.close();
			await once(session, 'close');
		},
	};
}
