/** Loaded before the service (`--import`, with `--expose-gc`): on SIGUSR2 it logs what is left after a collection. */
process.on('SIGUSR2', () => {
	globalThis.gc?.();
	const megabytes = Math.round(process.memoryUsage().heapUsed / 1e6);
	process.stdout.write(`${JSON.stringify({msg: 'memory', megabytes})}\n`);
});
