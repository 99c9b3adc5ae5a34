/**
Preloaded into every server: answers the harness's question what the process has used so far.

`process.cpuUsage()` is getrusage(2) of the whole process, so user and system time of all threads, in
microseconds, on every platform; the ticks of `/proc/PID/stat` are 10 ms and Linux alone.
*/
process.on('message', () => {
	const {user, system} = process.cpuUsage();
	process.send?.({cpuMicros: user + system, rssBytes: process.memoryUsage.rss()});
});
// A server whose harness died would hold its core for ever.
process.on('disconnect', () => process.exit(1));
// The channel alone must not keep a server alive that has stopped.
process.channel?.unref();
