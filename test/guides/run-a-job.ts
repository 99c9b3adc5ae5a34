import test from 'ava';
import {partNames} from '../../scripts/create/parts.ts';
import {createProject} from './_created.ts';
import {checkProject, followGuide, runShell} from './_guide.ts';
import {findRabbitmq, startRabbitmq} from './_rabbitmq.ts';

const bin = await findRabbitmq();

test('the guide’s code fits the project', async t => {
	t.timeout(300_000);
	const project = await createProject({parts: partNames});
	t.teardown(project.remove);
	await followGuide('run-a-job', project.url, {run: false});
	await t.notThrowsAsync(checkProject('run-a-job', project.url));
	const ops = 'node scripts/ops.ts && ava test/ops/tables.ts test/ops/image.ts';
	await t.notThrowsAsync(runShell(ops, project.url));
});

// A machine without RabbitMQ has nothing to run it against.
if (bin) {
	test('the guide works with a real broker', async t => {
		t.timeout(300_000);
		const project = await createProject();
		t.teardown(project.remove);
		const broker = await startRabbitmq(bin);
		t.teardown(broker.stop);
		const env = {RABBITMQ_URL: broker.url};
		t.regex(await followGuide('run-a-job', project.url, {env}), /3 tests passed/);
	});
}
