import {compile as compileProxies} from 'proxy-addr';
import {z} from 'zod';
import type {AllowedHosts} from '../host-guard/allowed-hosts.ts';
import {parseAllowedHosts} from '../host-guard/allowed-hosts.ts';

/** How the text of one variable becomes a value, and what to say when it can't. */
export interface Type<T> {
	schema: z.ZodType<T, string>;
	/** Completes the sentence "NAME must be …". */
	expected: string;
	/** What else may be meant, for who gets it wrong. */
	hint?: string;
}

/** @param unit - As a person would say it, such as `milliseconds`. */
export function integer(min: number, max: number, unit?: string): Type<number> {
	return {
		schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max)),
		expected: `${min}-${max}${unit ? ` (${unit})` : ''}`,
	};
}

export const milliseconds = (min: number, max: number) => integer(min, max, 'milliseconds');

export const rate: Type<number> = {
	schema: z
		.string()
		.regex(/^(\d+(\.\d*)?|\.\d+)$/)
		.transform(Number)
		.pipe(z.number().max(1)),
	expected: 'a number from 0 to 1',
};

export const boolean: Type<boolean> = {
	schema: z.enum(['true', 'false', '1', '0']).transform(value => value === 'true' || value === '1'),
	expected: 'true or false',
};

export function oneOf<const T extends string>(...values: T[]): Type<T> {
	return {
		schema: z.string().pipe(z.enum(values)) as z.ZodType<T, string>,
		expected: `one of ${values.join(', ')}`,
	};
}

/** As OpenTelemetry means its own: in any case. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#enum */
export function oneOfAnyCase<const T extends string>(...values: T[]): Type<T> {
	return {
		schema: z.string().toLowerCase().pipe(z.enum(values)) as z.ZodType<T, string>,
		expected: `one of ${values.join(', ')}`,
	};
}

/** In any case, and an empty entry is none. */
export function listOf<const T extends string>(...values: T[]): Type<T[]> {
	return {
		schema: z
			.string()
			.transform(text =>
				text
					.toLowerCase()
					.split(',')
					.map(entry => entry.trim())
					.filter(entry => entry !== ''),
			)
			.pipe(z.array(z.enum(values))) as z.ZodType<T[], string>,
		expected: `a comma list of ${values.join(', ')}`,
	};
}

/** As far as it can be told at a glance; the scheduler knows the rest. */
export const cron: Type<string> = {
	schema: z.string().regex(/^[\d*][^\s]*(\s+[\w*,/?#-]+){4}$/),
	expected: "cron's five fields, such as */5 * * * *",
};

export const text: Type<string> = {schema: z.string(), expected: 'text'};

/** A proxy for what this service sends: curl's own spelling, without a scheme too. */
export const proxyUrl: Type<string> = {
	schema: z
		.string()
		// What goes on after a slash is a URL that lost something: of http//proxy the host would be "http".
		.transform(url => (/:\/|\/./.test(url) ? url : `http://${url}`))
		.pipe(z.url({protocol: /^https?$/})),
	expected: 'the http or https URL of a proxy',
};

export const httpUrl: Type<string> = {
	schema: z.url({protocol: /^https?$/}),
	expected: 'an http or https URL',
};

/** What paths are added to. */
export const baseUrl: Type<string> = {
	schema: httpUrl.schema.refine(url => !/[?#]/.test(url)),
	expected: 'an http or https URL without a query',
};

/** https://datatracker.ietf.org/doc/html/rfc9110#section-5.6.2 */
export const headerName: Type<string> = {
	schema: z
		.string()
		.regex(/^[!#$%&'*+.^_`|~\w-]+$/)
		.toLowerCase(),
	expected: 'a header name',
};

/** https://develop.sentry.dev/sdk/overview/#parsing-the-dsn */
export const dsn: Type<string> = {
	schema: z
		.string()
		.regex(/^https?:\/\/\w+(:\w*)?@([\w.-]+|\[[\da-f:.]+\])(:\d+)?(\/[^\s?#]*)?\/\d+$/i)
		// Sentry would not know it by capitals, and send no event while the spans arrive.
		.transform(given => given.replace(/^https?/i, scheme => scheme.toLowerCase()))
		.pipe(z.url()),
	expected: 'https://<public key>@<host>/<project id>',
};

/** A number, as Sentry counts its organisations. */
export const orgId: Type<string> = {
	schema: z.string().regex(/^[1-9]\d{0,19}$/),
	expected: 'the number of a Sentry organisation',
};

export const spotlight: Type<string | false> = {
	schema: z.union([
		z.enum(['1', 'true']).transform(() => 'http://localhost:8969/stream'),
		z.enum(['0', 'false']).transform(() => false as const),
		httpUrl.schema.transform(url => (new URL(url).pathname === '/' ? new URL('/stream', url).href : url)),
	]) as z.ZodType<string | false, string>,
	expected: '1, 0 or the URL of a Spotlight sidecar',
};

/** Says whether the `hop`-th peer away from us, the nearest being 0, is a proxy of ours. */
export type TrustsProxy = (address: string, hop: number) => boolean;

export const proxies: Type<TrustsProxy> = {
	schema: z.string().transform((value, context) => {
		if (/^\d{1,2}$/.test(value)) return (_address: string, hop: number) => hop < Number(value);
		try {
			const entries = value.split(',').map(entry => entry.trim());
			// To what reads addresses 100 is 0.0.0.100.
			if (entries.every(entry => /[.:]|^[a-z]+$/i.test(entry))) return compileProxies(entries);
		} catch {
			// Said below.
		}
		context.addIssue({code: 'custom'});
		return z.NEVER;
	}),
	expected: 'a number of hops (0-99), or a comma list of addresses, CIDRs, loopback, linklocal, uniquelocal',
};

export const hosts: Type<AllowedHosts> = {
	schema: z.string().transform((value, context) => {
		try {
			return parseAllowedHosts(value);
		} catch (error) {
			context.addIssue({code: 'custom', message: (error as Error).message, params: {explains: true}});
			return z.NEVER;
		}
	}),
	expected: 'a comma list of hosts',
};

/** `key=value` pairs, comma separated, percent-encoded; an empty one is none: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
export const pairs: Type<Record<string, string>> = {
	schema: z.string().transform((value, context) => {
		const written = value.split(',').filter(pair => pair.trim() !== '');
		const entries = written.map(pair => /^\s*([^=\s]+)\s*=(.*)$/s.exec(pair));
		try {
			return Object.fromEntries(
				entries.map(
					match => [decodeURIComponent(match![1]!), decodeURIComponent(match![2]!.trim())] as const,
				),
			);
		} catch {
			context.addIssue({code: 'custom'});
			return z.NEVER;
		}
	}),
	expected: 'a comma list of key=value with percent-encoded values',
};
