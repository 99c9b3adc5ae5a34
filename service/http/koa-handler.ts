import type Koa from 'koa';
import type {Context, Middleware} from 'koa';
import type {Listener} from '../../observability/requests/observe-requests.ts';
import {takeJson} from './json-body.ts';
import {respond} from './respond.ts';

type Run = (ctx: Context) => Promise<void>;

/**
What `app.callback()` is, but that Koa does not listen to how each response ends.

It would take a caller who resets the connection for an error of ours, and it is a seventh of what a request costs bare Koa.
When and how a request ends says `ending.ts`, and a body that breaks is known to who sends it.
*/
export function createKoaHandler(app: Koa): Listener {
	const {compose} = app as unknown as {compose: (middleware: Middleware[]) => Run};
	const run = compose(app.middleware);
	if (app.listenerCount('error') === 0) app.on('error', app.onerror);
	takeJson(app);

	function handle(ctx: Context): Promise<void> {
		ctx.res.statusCode = 404;
		return run(ctx)
			.then(() => respond(ctx))
			.catch((thrown: Error) => ctx.onerror(thrown));
	}

	return function handleRequest(request, response) {
		const ctx = app.createContext(request as Context['req'], response as Context['res']);
		return app.ctxStorage ? app.ctxStorage.run(ctx, handle, ctx) : handle(ctx);
	};
}
