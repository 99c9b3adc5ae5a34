/** Names of fields and headers that tell who somebody is, or what they asked for. */
const personalKey =
	/^(?:x-)?(?:forwarded(?:-for)?|real-ip|(?:true-|cf-)?(?:client|connecting)-ip|remote-?addr(?:ess)?)$|ip_?address|client[._]?(?:address|ip)|remote[._]?addr|e-?mail|user[._]?name|^user\.full_name$|^(?:(?:url|http)\.)?query(?:_?string)?$/i;

/** Whether a key's value leaves only with `SENTRY_SEND_DEFAULT_PII`, wherever it stands. */
export function isPersonalKey(key: string): boolean {
	return personalKey.test(key);
}
