import Router from '@koa/router';
import Koa from 'koa';
import {announce} from './listen.ts';
import {quote} from './quote.ts';

const router = new Router();
router.get('/quotes/:sku', ctx => {
	ctx.body = quote(ctx.params['sku'] as string, Number(ctx.query['quantity'] ?? 1));
});

const server = new Koa()
	.use(router.routes())
	.listen(Number(process.env['PORT']), '127.0.0.1', () => announce(server));
