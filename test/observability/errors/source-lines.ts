import {fileURLToPath} from 'node:url';
import type {Event, StackFrame} from '@sentry/core';
import test from 'ava';
import {sourceLines} from '../../../observability/errors/source-lines.ts';

const here = fileURLToPath(import.meta.url);

function shown(frame: StackFrame): StackFrame {
	const event: Event = {exception: {values: [{stacktrace: {frames: [frame]}}]}};
	sourceLines().processEvent?.(event as never, {}, undefined as never);
	return frame;
}

test('a frame of ours shows its line, and five above and below', t => {
	const {pre_context, context_line, post_context} = shown({filename: here, lineno: 6, in_app: true});
	t.is(context_line, 'const here = fileURLToPath(import.meta.url);');
	t.is(pre_context?.length, 5);
	t.is(post_context?.length, 5);
});

test('the first line has nothing above it', t => {
	const {pre_context, context_line} = shown({filename: here, lineno: 1, in_app: true});
	t.deepEqual(pre_context, []);
	t.regex(context_line ?? '', /^import/);
});

for (const [title, frame] of Object.entries<StackFrame>({
	'of a dependency': {filename: here, lineno: 1, in_app: false},
	'without a file': {lineno: 1, in_app: true},
	'of a file that is gone': {filename: '/gone.ts', lineno: 1, in_app: true},
	'past the end of its file': {filename: here, lineno: 100_000, in_app: true},
})) {
	test(`a frame ${title} stays as it is`, t => {
		t.is(shown({...frame}).context_line, undefined);
	});
}
