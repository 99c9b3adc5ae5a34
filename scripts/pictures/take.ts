import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Page} from 'playwright-core';

export interface Camera {
	page: Page;
	/** Origin of Spotlight. */
	spotlight: string;
	/** Directory for the pictures. */
	into: URL;
}

const longestMs = 10_000;

/** The dividers moved to the right, so that names can be read. */
const widerNames = `
	div:has(+ .resizer.shrink-0) {width: 76% !important}
	.tree .node {width: 68% !important}
	.tree .waterfall {left: 68% !important}`;

/**
The error in Spotlight: its source line, then whose it is.

@returns the text of the latter.
*/
export async function takeError({page, spotlight, into}: Camera, message: string): Promise<string> {
	await page.setViewportSize({width: 1280, height: 620});
	await page.goto(`${spotlight}/telemetry/errors`);
	await page.getByText(message).first().click();
	await page.getByText(`throw new Error('${message}')`).waitFor({timeout: longestMs});
	await shoot(page, into, 'error');
	await page.getByRole('link', {name: 'Context'}).click();
	await page.getByText('user-agent').first().waitFor({timeout: longestMs});
	await page.setViewportSize({width: 1280, height: 680});
	await shoot(page, into, 'error-context');
	return page.locator('main').innerText();
}

/**
What led to an error in Spotlight: its breadcrumbs.

@returns their text.
*/
export async function takeBreadcrumbs({page, spotlight, into}: Camera, title: string): Promise<string> {
	await page.setViewportSize({width: 1280, height: 620});
	await page.goto(`${spotlight}/telemetry/errors`);
	await page.getByText(title).first().click();
	await page.getByRole('link', {name: 'Breadcrumbs'}).click();
	await page.getByText('/products/').first().waitFor({timeout: longestMs});
	await shoot(page, into, 'breadcrumbs');
	return page.locator('main').innerText();
}

/**
The log in Spotlight, once a line is there.

@returns its text.
*/
export async function takeLog({page, spotlight, into}: Camera, line: string): Promise<string> {
	await page.setViewportSize({width: 1280, height: 400});
	await page.goto(`${spotlight}/telemetry/logs`);
	await page.getByText(line).first().waitFor({timeout: longestMs});
	await shoot(page, into, 'log');
	return page.locator('main').innerText();
}

/**
A trace in Spotlight, once so many spans of it are in sight.

@returns the text of each.
*/
export async function takeTrace(
	{page, spotlight, into}: Camera,
	name: string,
	traceId: string,
	spans: number,
): Promise<string[]> {
	await page.setViewportSize({width: 1280, height: 340 + 26 * spans});
	await page.goto(`${spotlight}/telemetry/traces/${traceId}`);
	const rows = page.locator('.tree li');
	await rows.first().waitFor({timeout: longestMs});
	// Its own row only. The search takes a moment, and folds everything again.
	const others = page.locator(`main a[href^="/telemetry/traces/"]:not([href*="${traceId}"])`);
	await page.getByPlaceholder(/Search by ID/).fill(traceId.slice(0, 8));
	await page.getByPlaceholder(/Search by ID/).blur();
	await others.first().waitFor({state: 'detached', timeout: longestMs});
	// What another service did comes folded.
	const folded = page.locator('.tree .bg-primary-600:has(svg.rotate-0)');
	while ((await folded.count()) > 0) await folded.first().click();
	await rows.nth(spans - 1).waitFor({timeout: longestMs});
	await page.addStyleTag({content: widerNames});
	await page.mouse.move(0, 0);
	await shoot(page, into, name);
	return page.locator('.tree li > a').allInnerTexts();
}

/** The service's own page of its API. */
export async function takeApi({page, into}: Camera, service: string): Promise<void> {
	await page.setViewportSize({width: 1280, height: 800});
	await page.goto(`${service}/docs`);
	await page.getByRole('heading', {level: 1}).waitFor({timeout: longestMs});
	await shoot(page, into, 'api');
}

async function shoot(page: Page, into: URL, name: string): Promise<void> {
	await page.evaluate('document.fonts.ready');
	await page.screenshot({path: path.join(fileURLToPath(into), `${name}.png`), animations: 'disabled'});
}
