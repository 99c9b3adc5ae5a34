import test from 'ava';
import {startService} from '../../kit/service.ts';

const keepsLines = test.macro({
	async exec(t, way: string, code: number) {
		const service = await startService({
			env: {ACCESS_LOG: 'all', ENDS_BY: way},
			nodeArguments: ['--import', './test/observability/logs/_end-with-first-answer.ts'],
		});
		t.teardown(() => service.kill('SIGKILL'));
		const answer = await fetch(`${service.url}/quotes/tea`).catch(() => undefined);
		t.is((await service.exited).code, code);
		const lines = service
			.stdout()
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line) as Record<string, unknown>);
		t.is(lines.filter(({msg}) => msg === 'request').length, 1, String(answer?.status));
	},
	title: (_, way) => `the line of a request is written when ${way} ends the process in the same turn`,
});

test.serial(keepsLines, 'exit 0', 0);
test.serial(keepsLines, 'exit 1', 1);
test.serial(keepsLines, 'an exception', 1);
test.serial(keepsLines, 'a rejection', 1);
test.serial(keepsLines, 'an exception while it crashes', 7);
