/** Loaded before the service, makes the scheduler's minutes last a second. */
const speed = 60;

const begun = Date.now();
const RealDate = Date;
const now = () => begun + (RealDate.now() - begun) * speed;

/** What asks for the time is the scheduler, or a log line, which may be wrong about it here. */
globalThis.Date = class extends RealDate {
	constructor(...given: unknown[]) {
		super(...((given.length > 0 ? given : [now()]) as [number]));
	}
	static override now = now;
} as DateConstructor;

const {setTimeout: wait} = globalThis;
globalThis.setTimeout = ((callback: () => void, ms: number, ...given: unknown[]) =>
	wait(
		callback,
		new Error('who asks').stack?.split('\n')[2]?.match(/\/croner[/.]/) ? ms / speed : ms,
		...(given as []),
	)) as typeof setTimeout;
