/** Preload: SIGUSR2 makes a minute pass for whoever asks `performance.now()`, and says so on stderr. Timers don't notice. */
const now = performance.now.bind(performance);
let skippedMs = 0;
performance.now = () => now() + skippedMs;
process.on('SIGUSR2', () => {
	skippedMs += 61_000;
	process.stderr.write('a minute passed\n');
});
