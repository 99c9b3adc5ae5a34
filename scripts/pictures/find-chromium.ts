import {existsSync} from 'node:fs';

const places = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to drive: `CHROMIUM`, or one in its usual place. Undefined when there is none. */
export function findChromium(env: Record<string, string | undefined>): string | undefined {
	return env['CHROMIUM'] || places.find(place => existsSync(place));
}
