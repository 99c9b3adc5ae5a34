import {setTimeout as wait} from 'node:timers/promises';
import test from 'ava';
import {startService} from '../kit/service.ts';

test('after a collection of everything one tick object is alive, whose shape V8 then still knows', async t => {
	const preload = new URL('_count-ticks.ts', import.meta.url);
	const service = await startService({nodeArguments: ['--expose-gc', `--import=${preload}`]});
	t.teardown(service.stop);
	t.is((await fetch(`${service.url}/quotes/tea`)).status, 200);
	service.kill('SIGUSR2');
	while (!service.stderr().includes(' ticks\n')) await wait(10);
	const [, alive, made] = /(\d+) of (\d+) ticks/.exec(service.stderr())!;
	t.true(Number(made) > 5, service.stderr());
	t.true(Number(alive) >= 1, service.stderr());
});
