import type {Sink} from '../sink.ts';

export const eventId = '9ec79c33ec9942ab8353589fcb2e04dc';

export const attachment = Buffer.from([0x0a, 0x00, 0xff, 0x0a, 0x7b, 0x0a]);

/** An event without `length`, a binary attachment full of newlines, a session: each way to frame an item. */
export const envelope = Buffer.concat([
	Buffer.from(`{"event_id":"${eventId}"}\n{"type":"event"}\n{"message":"grüß","level":"error"}\n`),
	Buffer.from(`{"type":"attachment","length":${attachment.length},"filename":"core"}\n`),
	attachment,
	Buffer.from('\n{"type":"session","length":15}\n{"status":"ok"}'),
]);

/** Send a body to a sink, with a DSN's key unless `headers` say otherwise. */
export async function post(
	sink: Sink,
	path: string,
	body: Uint8Array | string,
	headers: Record<string, string> = {},
): Promise<Response> {
	return fetch(sink.url + path, {
		method: 'POST',
		body: new Uint8Array(Buffer.from(body)),
		headers: {'x-sentry-auth': 'Sentry sentry_version=7, sentry_key=public', ...headers},
	});
}
