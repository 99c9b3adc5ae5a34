import test from 'ava';
import {DisallowedHost} from '../../../config/host-guard/disallowed-host.ts';

test('name, code and message are constant', t => {
	const error = new DisallowedHost({reason: 'invalid', source: 'host', host: 'evil_one.example'});
	t.is(error.name, 'DisallowedHost');
	t.is(error.code, 'disallowed-host');
	t.is(error.message, new DisallowedHost({reason: 'missing', source: 'host', host: ''}).message);
	t.regex(error.message, /^Refused a request for a host/);
	t.true(error instanceof Error);
	t.false(error.stack!.includes('evil_one'));
});

test('it tells where the host was read and why it was refused', t => {
	const {reason, source} = new DisallowedHost({reason: 'several', source: 'x-forwarded-host', host: 'a, b'});
	t.is(reason, 'several');
	t.is(source, 'x-forwarded-host');
});

test('the host is escaped and cut to 255 characters', t => {
	const {host} = new DisallowedHost({reason: 'invalid', source: 'host', host: `\t\xa0${'a'.repeat(300)}`});
	t.is(host, `\\x09\\xa0${'a'.repeat(247)}`);
});

test('a password before a host is masked', t => {
	const host = 'me:pass@a.example, you:80@b.example';
	t.is(
		new DisallowedHost({reason: 'invalid', source: 'host', host}).host,
		'me:[Filtered]@a.example, you:80@b.example',
	);
});

test('a valid host comes with advice', t => {
	const {advice} = new DisallowedHost({
		reason: 'not-listed',
		source: 'host',
		host: 'API.example.com:80',
		hostname: 'api.example.com',
	});
	t.is(advice, 'Add "api.example.com" to ALLOWED_HOSTS if this service should answer to it.');
});

test('a host that no entry could allow comes without advice', t => {
	t.is(new DisallowedHost({reason: 'invalid', source: 'host', host: 'a_b'}).advice, undefined);
});
