/** Koa and @koa/router with nothing observed: the 1.0 of every ratio. */
import './koa-app.ts';
