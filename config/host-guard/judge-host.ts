import type {AllowedHosts} from './allowed-hosts.ts';
import type {HostRefusal, HostSource} from './disallowed-host.ts';
import type {HostLines} from './host-lines.ts';
import {readHostLines} from './host-lines.ts';
import {parseHost} from './host-syntax.ts';

export interface HostQuestion {
	readonly rawHeaders: readonly string[];
	/** The request target as received (RFC 9112 §3.2). */
	readonly target: string;
	readonly allowedHosts: AllowedHosts;
	readonly readHost: typeof parseHost;
	/** Asked only when the request has an `X-Forwarded-Host`. */
	readonly isFromTrustedProxy: () => boolean;
}

/**
Say why a request's host must be refused.

Every host that some part of the program could believe must pass: the one line that counts, and the authority of an
absolute-form target, which overrides it (RFC 9112 §3.2.2).

@returns `undefined` when the host is allowed. Never throws.
*/
export function judgeHost(question: HostQuestion): HostRefusal | undefined {
	const {rawHeaders, target, isFromTrustedProxy} = question;
	const lines = readHostLines(rawHeaders);
	const {host, authority, forwarded} = lines;

	if (host.length > 1) {
		return {reason: 'several', source: 'host', host: host.join(', ')};
	}

	if (authority.length > 0 && host.length > 0 && !areSameHost(authority[0]!, host[0]!)) {
		return {reason: 'contradictory', source: ':authority', host: `${authority[0]}, ${host[0]}`};
	}

	const refusal =
		forwarded.length > 0 && isFromTrustedProxy()
			? judge(forwarded, 'x-forwarded-host', question)
			: judgeOwnLine(lines, question);

	// Origin-form and `*` name no host.
	return refusal !== undefined || target.startsWith('/') || target === '*'
		? refusal
		: judgeTarget(target, question);
}

function judgeOwnLine({host, authority}: HostLines, question: HostQuestion): HostRefusal | undefined {
	return authority.length > 0 ? judge(authority, ':authority', question) : judge(host, 'host', question);
}

function judgeTarget(target: string, question: HostQuestion): HostRefusal | undefined {
	const authority = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1];
	return authority === undefined
		? {reason: 'invalid', source: 'request-target', host: target.replace(/[?#].*$/s, '')}
		: judge([authority], 'request-target', question);
}

function judge(
	values: readonly string[],
	source: HostSource,
	{allowedHosts, readHost}: HostQuestion,
): HostRefusal | undefined {
	const [host] = values;
	if (host === undefined) {
		return {reason: 'missing', source, host: ''};
	}

	if (values.length > 1 || host.includes(',')) {
		return {reason: 'several', source, host: values.join(', ')};
	}

	if (host === '') {
		return {reason: 'empty', source, host};
	}

	const hostname = readHost(host)?.hostname;
	if (hostname === undefined) {
		return {reason: 'invalid', source, host};
	}

	return allowedHosts.matches(hostname) ? undefined : {reason: 'not-listed', source, host, hostname};
}

/** Ports aside, as everywhere in the guard. */
function areSameHost(left: string, right: string): boolean {
	return left === right || parseHost(left)?.hostname === parseHost(right)?.hostname;
}
