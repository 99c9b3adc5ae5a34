import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import test from 'ava';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import {begin} from './_begin.ts';

const procfile = /^web: (.+)$/m.exec(
	readFileSync(new URL('../../../Procfile', import.meta.url), 'utf8'),
)![1]!;
const mayUnshare = spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0;

type To = 'parent' | 'group' | 'service';

/** Where each runner sends its signal. */
const targets: Record<To, (service: Service) => number> = {
	parent: ({pid}) => pid,
	group: ({pid}) => -pid,
	service: ({pid}) => innermost(pid),
};

function innermost(pid: number): number {
	const children = spawnSync('pgrep', ['-P', String(pid)], {encoding: 'utf8'}).stdout;
	return children === '' ? pid : innermost(Number.parseInt(children, 10));
}

const stops = test.macro({
	async exec(t, command: [string, ...string[]], signal: NodeJS.Signals, to: To) {
		const sink = await startSink();
		t.teardown(sink.close);
		const env = {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', HOME: process.env['HOME'] ?? ''};
		const service = await startService({command, env});
		t.teardown(() => service.kill('SIGKILL'));
		const socket = await begin(service.port, '/debug/delay/700');
		process.kill(targets[to](service), signal);
		const [answer] = await once(socket, 'data');
		t.regex(String(answer), /^HTTP\/1\.1 200 OK\r\n/);
		await service.exited;
		const said = service.lines.map(({msg}) => msg);
		t.true(said.includes('stopping'));
		t.false(said.includes('second signal: stopping at once'));
		t.like(sink.spans[0], {name: 'GET /debug/delay/:ms'});
	},
	title: (_, command: string[], signal, to) =>
		`${signal} to the ${to} of "${command.join(' ')}" stops it gracefully`,
});

test.serial(stops, ['npm', 'start'], 'SIGTERM', 'parent');
test.serial(stops, ['npm', 'start'], 'SIGTERM', 'group');
test.serial(stops, ['npm', 'start'], 'SIGINT', 'group');
test.serial(stops, ['npm', 'start'], 'SIGTERM', 'service');
// foreman, honcho and Heroku start a Procfile's line with a shell and signal the whole group.
test.serial(stops, ['sh', '-c', procfile], 'SIGTERM', 'group');
test.serial(stops, ['bash', '-c', `exec ${procfile}`], 'SIGTERM', 'parent');

if (mayUnshare) {
	// The kernel ignores what process 1 has no handler for.
	test.serial(stops, ['unshare', '--pid', '--fork', 'node', 'service/main.ts'], 'SIGTERM', 'service');
}
