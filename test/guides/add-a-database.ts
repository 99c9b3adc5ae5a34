import test from 'ava';
import {copyProject} from '../scripts/_project-copy.ts';
import {checkProject, followGuide} from './_guide.ts';
import {findPostgres, startPostgres} from './_postgres.ts';

const bin = await findPostgres();

test('the guide’s code fits the project', async t => {
	t.timeout(600_000);
	const project = await copyProject();
	t.teardown(project.remove);
	await followGuide('add-a-database', project.url, {run: false});
	await t.notThrowsAsync(checkProject('add-a-database', project.url));
});

// A machine without PostgreSQL has nothing to run it against.
if (bin) {
	test('the guide works with a real database', async t => {
		t.timeout(600_000);
		const project = await copyProject();
		t.teardown(project.remove);
		const postgres = await startPostgres(bin);
		t.teardown(postgres.stop);
		const env = {DATABASE_URL: postgres.url, PGUSER: 'postgres'};
		t.regex(await followGuide('add-a-database', project.url, {env}), /2 tests passed/);
	});
}
