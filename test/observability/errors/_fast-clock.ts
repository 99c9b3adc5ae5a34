/** Loaded before the service, makes its minutes last 3 seconds. Requests' own timers keep their time. */
const speed = 20;

const now = performance.now.bind(performance);
performance.now = () => now() * speed;

const {setInterval: every} = globalThis;
globalThis.setInterval = ((callback: () => void, ms: number) =>
	every(callback, ms / speed)) as typeof setInterval;
