import {readFile} from 'node:fs/promises';
import test from 'ava';
import {renderProblemsTable} from '../../scripts/problems-document.ts';
import {createHttpClient} from '../kit/client.ts';
import {startService} from '../kit/service.ts';

const page = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8');

test('the table of problems is what the service answers', t => {
	t.true(page.includes(renderProblemsTable()), 'run: npm run docs');
});

test('the sample of a problem is what its request is answered', async t => {
	const service = await startService();
	t.teardown(service.stop);
	const client = createHttpClient(service.port);
	t.teardown(client.close);
	const sample = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!);
	const {status, body} = await client.get(sample.instance, {'x-request-id': sample.request_id});
	t.is(status, sample.status);
	t.deepEqual({...JSON.parse(body), trace_id: ''}, {...sample, trace_id: ''});
});
