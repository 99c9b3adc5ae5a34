import {createHook} from 'node:async_hooks';

/** Preloaded, with `--expose-gc`: on SIGUSR2 it tells on stderr how many of all tick objects so far are alive. */
const ticks: WeakRef<object>[] = [];
createHook({
	init(_id, type, _trigger, resource) {
		if (type === 'TickObject') ticks.push(new WeakRef(resource));
	},
}).enable();
process.on('SIGUSR2', () => {
	const made = ticks.length;
	// A WeakRef keeps what it was made of until the end of its turn.
	setImmediate(() => {
		gc!();
		const alive = ticks.slice(0, made).filter(tick => tick.deref());
		process.stderr.write(`${alive.length} of ${made} ticks\n`);
	});
});
