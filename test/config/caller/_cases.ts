/** `TRUST_PROXY` of a service whose callers all come from loopback. */
export type Trust = 'nobody' | 'others' | 'one hop' | 'two hops' | 'loopback';

export const trustProxy: Record<Trust, string> = {
	nobody: '',
	others: '10.0.0.0/8,2001:db8::/32',
	'one hop': '1',
	'two hops': '2',
	loopback: 'loopback,10.0.0.0/8',
};

export interface Case {
	headers: Record<string, string | string[]>;
	/** Who believes it; all others see the connection's own. */
	by: Partial<Record<Trust, Partial<Seen>>>;
}

export interface Seen {
	address: string;
	/** From the caller inwards. */
	ips: string[];
	scheme: string;
	/** As in a URL. */
	host: string;
	user?: string;
}

const all = (seen: Partial<Seen>): Case['by'] => ({'one hop': seen, 'two hops': seen, loopback: seen});
const from = (list: string | string[], by: Case['by']): Case => ({headers: {'x-forwarded-for': list}, by});
const client = (address: string): Partial<Seen> => ({address, ips: [address]});
const scheme = (proto: string | string[], by: Case['by']): Case => ({
	headers: {'x-forwarded-proto': proto},
	by,
});

/** What a caller, or a proxy, may say of who is calling. */
export const cases: Record<string, Case> = {
	nothing: {headers: {}, by: {}},
	'all three': {
		headers: {
			'x-forwarded-for': '203.0.113.7',
			'x-forwarded-proto': 'https',
			'x-forwarded-host': 'api.example',
			'x-user-id': 'ada',
		},
		by: all({...client('203.0.113.7'), scheme: 'https', host: 'api.example', user: 'ada'}),
	},
	'a forged address before the real one': from('6.6.6.6, 203.0.113.7', {
		'one hop': client('203.0.113.7'),
		'two hops': {address: '6.6.6.6', ips: ['6.6.6.6', '203.0.113.7']},
		loopback: client('203.0.113.7'),
	}),
	'a chain of our own proxies': from('203.0.113.7, 10.0.0.2', {
		'one hop': client('10.0.0.2'),
		'two hops': {address: '203.0.113.7', ips: ['203.0.113.7', '10.0.0.2']},
		loopback: {address: '203.0.113.7', ips: ['203.0.113.7', '10.0.0.2']},
	}),
	'the same chain in two lines': from(['203.0.113.7', '10.0.0.2'], {
		'one hop': client('10.0.0.2'),
		'two hops': {address: '203.0.113.7', ips: ['203.0.113.7', '10.0.0.2']},
		loopback: {address: '203.0.113.7', ips: ['203.0.113.7', '10.0.0.2']},
	}),
	'an address with its port': from('203.0.113.7:4711', all(client('203.0.113.7'))),
	'an address of IPv6': from('2001:db8::7', all(client('2001:db8::7'))),
	'the same with its port': from('[2001:db8::7]:4711', all(client('2001:db8::7'))),
	'the same in brackets': from('[2001:db8::7]', all(client('2001:db8::7'))),
	'IPv4 in the clothes of IPv6': from('::ffff:203.0.113.7', all(client('203.0.113.7'))),
	'empty elements': from(', 203.0.113.7, ,', all(client('203.0.113.7'))),
	'no address': from('unknown', {}),
	'a name': from('localhost', {}),
	'too large a number': from('203.0.113.700', {}),
	'an address with a zone': from('fe80::1%eth0', {}),
	'a script': from('<script>alert(1)</script>', {}),
	'a long text': from('1'.repeat(4000), {}),
	'an address behind no address': from('6.6.6.6, unknown', {}),
	'no address behind an address': from('unknown, 203.0.113.7', all(client('203.0.113.7'))),
	'https in capitals': scheme('HTTPS', all({scheme: 'https'})),
	'no scheme of ours': scheme('javascript', {}),
	'an empty scheme': scheme('', {}),
	'a forged scheme before the real one': scheme('https, http', {}),
	'a real scheme behind a forged one': scheme('http, https', all({scheme: 'https'})),
	'the scheme of the farther proxy of two': {
		headers: {'x-forwarded-for': '203.0.113.7, 10.0.0.2', 'x-forwarded-proto': ['https', 'http']},
		by: {
			'one hop': client('10.0.0.2'),
			'two hops': {address: '203.0.113.7', ips: ['203.0.113.7', '10.0.0.2'], scheme: 'https'},
			loopback: {address: '203.0.113.7', ips: ['203.0.113.7', '10.0.0.2'], scheme: 'https'},
		},
	},
	'a host in capitals, with port and dot': {
		headers: {'x-forwarded-host': 'API.example.:8443'},
		by: all({host: 'api.example:8443'}),
	},
	'a host that names the port of its scheme': {
		headers: {'x-forwarded-host': 'api.example:443', 'x-forwarded-proto': 'https'},
		by: all({host: 'api.example', scheme: 'https'}),
	},
	'a user id alone': {headers: {'x-user-id': 'ada'}, by: all({user: 'ada'})},
	'a user id twice': {headers: {'x-user-id': ['ada', 'bob']}, by: {}},
	'a user id in two words': {headers: {'x-user-id': 'ada lovelace'}, by: {}},
	'a user id that is too long': {headers: {'x-user-id': 'a'.repeat(129)}, by: {}},
	'an empty user id': {headers: {'x-user-id': ''}, by: {}},
};
