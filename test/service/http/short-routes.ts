import Router from '@koa/router';
import test from 'ava';
import type {Middleware} from 'koa';
import {shortRoutes} from '../../../service/http/short-routes.ts';
import {askAll, routers, tell} from './_as-router.ts';

for (const [name, make] of Object.entries(routers)) {
	test(`a router ${name} answers as by itself`, async t => {
		const itself = await askAll(router => router.routes() as unknown as Middleware, make());
		t.deepEqual(await askAll(shortRoutes, make()), itself);
	});
}

test('a route with one handler is not looked for by the router', async t => {
	const router = new Router().get('/items', tell).get('/items/:id', tell);
	let looked = 0;
	const match = router.match.bind(router);
	router.match = (...args) => {
		looked++;
		return match(...args);
	};
	const answers = (await askAll(shortRoutes, {router})) as {status: number; method: string}[];
	const found = answers.filter(({status, method}) => status === 200 && method !== 'OPTIONS');
	t.true(found.length > 5);
	t.is(looked, answers.length - found.length);
});

test('what it gives can be put into another router', t => {
	const inner = new Router().get('/inner', tell);
	const outer = new Router().use('/outer', shortRoutes(inner) as never);
	t.deepEqual(
		outer.stack.map(({path}) => path),
		['/outer/inner'],
	);
});
