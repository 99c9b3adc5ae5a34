/** Preloaded: something fails while the application is still loading, in nobody's promise. */
setImmediate(() => {
	throw new Error('This fails beside the start');
});
