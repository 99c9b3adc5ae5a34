import type {Page} from 'playwright-core';
import {chromium} from 'playwright-core';

export interface Browser {
	page: Page;
	/** Every URL that a page asked for on another machine. */
	elsewhere: string[];
	close(): Promise<void>;
}

/** Nothing on this list is needed here, and each would be on the network or in the way of a container. */
const quiet = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Start a headless Chromium with an empty profile. @param path - Of its program. */
export async function openBrowser(path: string): Promise<Browser> {
	const browser = await chromium.launch({executablePath: path, args: quiet});
	const page = await browser.newPage({
		viewport: {width: 1280, height: 800},
		deviceScaleFactor: 1.5,
		colorScheme: 'light',
	});
	const elsewhere: string[] = [];
	page.on('request', request => {
		const {hostname, protocol} = new URL(request.url());
		if (protocol.startsWith('http') && hostname !== 'localhost') elsewhere.push(request.url());
	});
	return {page, elsewhere, close: () => browser.close()};
}
