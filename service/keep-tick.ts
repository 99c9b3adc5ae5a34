import {executionAsyncResource} from 'node:async_hooks';

/**
Keep one of the objects alive that `process.nextTick` makes: a tenth of every request.

It makes them with computed keys, a handful for each request. V8 remembers of their shape as long as one is alive. When a
collection of everything finds none, as one in the middle of a start may, it looks each key up by its slowest
way instead, and does so for the rest of the process.

@param keeper - Lives as long as the process.
@see https://nodejs.org/api/async_hooks.html#async_hooksexecutionasyncresource
*/
export function keepTick(keeper: {tick?: object}): void {
	process.nextTick(() => {
		keeper.tick = executionAsyncResource();
	});
}
