import test from 'ava';
import {ConfigError, loadConfig} from '../../../config/load-config.ts';

test('without CORS_ORIGINS there is no CORS', t => {
	t.is(loadConfig({}).corsOrigins, undefined);
});

test('origins are a comma list, or any', t => {
	const {corsOrigins} = loadConfig({CORS_ORIGINS: 'https://a.example, http://localhost:3000'});
	t.deepEqual(corsOrigins, new Set(['https://a.example', 'http://localhost:3000']));
	t.deepEqual(loadConfig({CORS_ORIGINS: '*'}).corsOrigins, new Set(['*']));
});

for (const [written, advice] of [
	['https://a.example/', /write https:\/\/a\.example$/m],
	['https://A.example', /write https:\/\/a\.example$/m],
	['https://a.example:443', /write https:\/\/a\.example$/m],
	['https://a.example/app', /write https:\/\/a\.example$/m],
	['a.example', /must be a comma list of origins/],
	['null', /must be a comma list of origins/],
	['ftp://a.example', /must be a comma list of origins/],
	['https://a.example,', /must be a comma list of origins/],
] as const) {
	test(`CORS_ORIGINS=${written} stops the start`, t => {
		const error = t.throws(() => loadConfig({CORS_ORIGINS: written}), {instanceOf: ConfigError});
		t.regex(error.message, advice);
	});
}
