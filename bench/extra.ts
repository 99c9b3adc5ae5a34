/**
Preloaded into servers whose growth is measured: puts `EXTRA_MIDDLEWARE` middleware that do nothing before an
application's own, and makes `EXTRA_SPANS` spans in every request, nested `EXTRA_DEPTH` deep.
*/
import {trace} from '@opentelemetry/api';
import Koa from 'koa';

const number = (name: string) => Number(process.env[name] ?? 0);
const spans = number('EXTRA_SPANS');
const depth = number('EXTRA_DEPTH');
const applications = new WeakSet<Koa>();
const use = Koa.prototype.use;

Koa.prototype.use = function (this: Koa, ...args: Parameters<typeof use>) {
	if (!applications.has(this)) {
		applications.add(this);
		for (let i = 0; i < number('EXTRA_MIDDLEWARE'); i++) {
			use.call(this, async function nothing(_ctx, next) {
				await next();
			});
		}
		if (spans > 0) {
			use.call(this, async function nestedSpans(_ctx, next) {
				for (let made = 0; made < spans; made += depth) nest(depth);
				await next();
			});
		}
	}
	return use.apply(this, args);
} as typeof use;

function nest(levels: number): void {
	trace.getTracer('bench').startActiveSpan('work', span => {
		if (levels > 1) nest(levels - 1);
		span.end();
	});
}
