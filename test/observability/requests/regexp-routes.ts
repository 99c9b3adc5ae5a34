import test from 'ava';
import {startTracedPair} from '../spans/_traced-pair.ts';

test('a route that is a RegExp is named by its text, in the span and in the event', async t => {
	const pair = await startTracedPair();
	t.teardown(pair.close);
	const route = String.raw`/^\/files\/(\d+)$/`;
	t.is((await fetch(`${pair.service.url}/files/7`)).status, 200);
	const span = await pair.sink.span(({attributes}) => attributes['url.path'] === '/files/7');
	t.is(span.name, `GET ${route}`);
	t.is(span.attributes['http.route'], route);
	t.is((await fetch(`${pair.service.url}/files/8?fail`)).status, 500);
	t.is((await pair.sink.event()).transaction, `GET ${route}`);
});
