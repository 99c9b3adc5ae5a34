import test from 'ava';
import {z} from 'zod';
import {defineRoute} from '../../../service/http/route.ts';

const text = z.string();
const rest = {method: 'get', summary: 'A place', response: text, handle: () => ''} as const;

const refuses = test.macro({
	exec(t, path: `/${string}`, params: z.ZodType | undefined, message: string) {
		t.throws(() => defineRoute({...rest, path, ...(params && {params})}), {instanceOf: TypeError, message});
	},
	title: (_, path) => `refuses ${path} with other params`,
});

test(refuses, '/a/:id', z.object({ident: text}), 'get /a/:id must describe id in its params, got ident');
test(
	refuses,
	'/b/:id/c/:of',
	z.object({of: text}),
	'get /b/:id/c/:of must describe id and of in its params, got of',
);
test(refuses, '/d/:id', undefined, 'get /d/:id must describe id in its params, got nothing');
test(refuses, '/e', z.object({id: text}), 'get /e must describe nothing in its params, got id');

for (const [path, params] of [
	['/a', undefined],
	['/a/:id', z.object({id: text})],
	['/a/:id.json', z.object({id: text}).strict()],
	['/a\\:batch', undefined],
	['/a/:"an-id"/:größe', z.object({'an-id': text, größe: text})],
	['/a{/:id}', z.object({id: text.optional()})],
	['/files/{*path}', z.object({path: text})],
	['/a/:id', z.object({id: text}).transform(({id}) => ({number: id}))],
] as const) {
	test(`takes ${path} with ${params ? params.type : 'no'} params`, t => {
		t.is(defineRoute({...rest, path, ...(params && {params})}).path, path);
	});
}
