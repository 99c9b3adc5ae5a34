/** Preloaded: once the start listens for it, something fails beside it, in nobody's promise, and something else then. */
process.on('newListener', function listening(event) {
	if (event !== 'uncaughtException') return;
	process.off('newListener', listening);
	for (const reason of ['This fails beside the start', 'This fails for the first one’s sake']) {
		queueMicrotask(() => {
			throw new Error(reason);
		});
	}
});
