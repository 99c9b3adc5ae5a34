/** npm passes Ctrl-C on to a script that the terminal has told already. */
const echoMs = 1000;

/**
Resolves at the first Ctrl-C, SIGTERM or closed terminal.

@param onImpatience - Called at every later one that is not the first one's echo.
*/
export function untilToldToStop(onImpatience: () => void): Promise<void> {
	return new Promise(resolve => {
		let toldAt: number | undefined;
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				if (toldAt !== undefined && performance.now() - toldAt > echoMs) onImpatience();
				toldAt ??= performance.now();
				resolve();
			});
		}
	});
}
