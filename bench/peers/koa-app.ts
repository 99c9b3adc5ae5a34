import Router from '@koa/router';
import Koa from 'koa';
import {announce} from './listen.ts';
import type {Item} from './quote.ts';
import {quote, quotes} from './quote.ts';

const router = new Router();
router.get('/quotes/:sku', ctx => {
	ctx.body = quote(ctx.params['sku'] as string, Number(ctx.query['quantity'] ?? 1));
});

router.post('/quotes', async ctx => {
	let text = '';
	for await (const chunk of ctx.req.setEncoding('utf8')) text += chunk;
	ctx.body = quotes((JSON.parse(text) as {items: Item[]}).items);
});

const server = new Koa()
	.use(router.routes())
	.listen(Number(process.env['PORT']), '127.0.0.1', () => announce(server));
