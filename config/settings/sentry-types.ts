import {z} from 'zod';
import type {Type} from './setting-types.ts';

/** Relay discards both with a line break, and with a slash what it takes for a path. */
const forbiddenInEnvironment = /[/\r\n]/;
const forbiddenInRelease = /[/\\\r\n\t]/;

/** https://docs.sentry.io/concepts/key-terms/environments/: Sentry discards any other, on every event. */
export const sentryEnvironment: Type<string> = {
	schema: z
		.string()
		.max(64)
		.refine(name => name.toLowerCase() !== 'none' && !forbiddenInEnvironment.test(name)),
	expected: 'at most 64 characters without "/" or a line break, and not "None", as Sentry takes it',
};

/** https://docs.sentry.io/platforms/javascript/guides/node/configuration/releases/: Sentry discards any other. */
export const sentryRelease: Type<string> = {
	schema: z
		.string()
		.max(250)
		.refine(name => !['.', '..', 'latest'].includes(name.toLowerCase()) && !forbiddenInRelease.test(name)),
	expected:
		'at most 250 characters without "/", "\\", a tab or a line break, and not ".", ".." or "latest", as Sentry takes it',
};
