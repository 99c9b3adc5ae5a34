import test from 'ava';
import {createProject} from './_created.ts';
import {checkProject, followGuide} from './_guide.ts';
import {findPostgres, startPostgres} from './_postgres.ts';

const bin = await findPostgres();

// A machine without PostgreSQL has nothing to run it against.
test(`the guide ${bin ? 'works with a real database' : 'fits the project'}`, async t => {
	t.timeout(600_000);
	const project = await createProject();
	t.teardown(project.remove);
	if (bin) {
		const postgres = await startPostgres(bin);
		t.teardown(postgres.stop);
		const env = {DATABASE_URL: postgres.url, PGUSER: 'postgres'};
		t.regex(await followGuide('add-a-database', project.url, {env}), /2 tests passed/);
	} else await followGuide('add-a-database', project.url, {run: false});
	await t.notThrowsAsync(checkProject('add-a-database', project.url));
});
