/** Preloaded: once the start listens for it, something fails beside it, in nobody's promise. */
process.on('newListener', function listening(event) {
	if (event !== 'uncaughtException') return;
	process.off('newListener', listening);
	queueMicrotask(() => {
		throw new Error('This fails beside the start');
	});
});
