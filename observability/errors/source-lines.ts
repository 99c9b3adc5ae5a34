import {readFileSync} from 'node:fs';
import type {Integration, StackFrame} from '@sentry/core';

/** Lines shown above and below. */
const around = 5;
const longestLine = 200;
const mostFiles = 100;

/**
Show the source around each frame that is ours.

Sentry's own integration does so for every frame, dependencies included, and reads files again for each
event where a frame stands near a file's end or a stack crosses more than ten files: half of an event's cost.
*/
export function sourceLines(): Integration {
	const files = new Map<string, string[] | undefined>();

	function linesOf(file: string): string[] | undefined {
		if (!files.has(file)) {
			if (files.size >= mostFiles) files.clear();
			files.set(file, read(file));
		}
		return files.get(file);
	}

	function show(frame: StackFrame): void {
		if (!frame.in_app || !frame.filename || !frame.lineno) return;
		const lines = linesOf(frame.filename);
		const at = frame.lineno - 1;
		if (lines?.[at] === undefined) return;
		frame.pre_context = lines.slice(Math.max(0, at - around), at);
		frame.context_line = lines[at];
		frame.post_context = lines.slice(at + 1, at + 1 + around);
	}

	return {
		name: 'SourceLines',
		processEvent(event) {
			for (const {stacktrace} of event.exception?.values ?? []) stacktrace?.frames?.forEach(show);
			return event;
		},
	};
}

function read(file: string): string[] | undefined {
	try {
		return readFileSync(file, 'utf8')
			.split('\n')
			.map(line => line.slice(0, longestLine));
	} catch {
		return undefined;
	}
}
