import {setImmediate} from 'node:timers/promises';
import test from 'ava';
import {startGuardedServer} from './_guarded-server.ts';
import {sendRaw} from './_raw-http.ts';

const refused = 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';

test('the report is finished before the answer is begun', async t => {
	const steps: string[] = [];
	const server = await startGuardedServer({
		onThrown: () => steps.push('answering'),
		async report() {
			steps.push('reporting');
			for (let turn = 0; turn < 20; turn++) {
				await setImmediate();
			}

			steps.push('reported');
		},
	});
	t.teardown(server.close);

	await sendRaw(server.port, refused);
	t.deepEqual(steps, ['reporting', 'reported', 'answering']);
});

test('nothing is written while the report is pending', async t => {
	const pending = Promise.withResolvers<void>();
	const begun = Promise.withResolvers<void>();
	const server = await startGuardedServer({
		report() {
			begun.resolve();
			return pending.promise;
		},
	});
	t.teardown(server.close);

	let answer: string | undefined;
	const answered = sendRaw(server.port, refused).then(text => {
		answer = text;
	});
	await begun.promise;
	await sendRaw(server.port, refused.replace('evil.example', 'example.com'));
	t.is(answer, undefined);
	pending.resolve();
	await answered;
	t.regex(answer!, /^HTTP\/1\.1 400 /);
});

for (const [how, report] of Object.entries({
	throws() {
		throw new Error('no reporter');
	},
	async rejects() {
		throw new Error('no reporter');
	},
})) {
	test(`a report that ${how} leaves the refusal as it is, and is its cause`, async t => {
		const server = await startGuardedServer({report});
		t.teardown(server.close);
		t.regex(await sendRaw(server.port, refused), /^HTTP\/1\.1 400 /);
		const [error] = server.thrown as Error[];
		t.is(error!.name, 'DisallowedHost');
		t.is((error!.cause as Error).message, 'no reporter');
	});
}

test('each refusal is an error of its own', async t => {
	const server = await startGuardedServer();
	t.teardown(server.close);
	await sendRaw(server.port, refused);
	await sendRaw(server.port, refused);
	t.is(new Set(server.reported).size, 2);
});
