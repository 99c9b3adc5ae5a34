import type {RequestContext} from './request-context.ts';

export interface ActiveRequests extends Iterable<RequestContext> {
	add(context: RequestContext): void;
	delete(context: RequestContext): void;
}

/**
The requests that have begun and not ended, in no order.

An array without holes: a `Set` that is emptied again and again makes its table anew each time, in old space.
*/
export function createActiveRequests(): ActiveRequests {
	const active: (RequestContext | undefined)[] = [];
	let count = 0;

	return {
		add(context) {
			context.place = count;
			active[count++] = context;
		},
		delete(context) {
			const {place} = context;
			if (place < 0) return;
			context.place = -1;
			const last = active[--count]!;
			active[count] = undefined;
			if (last === context) return;
			active[place] = last;
			last.place = place;
		},
		[Symbol.iterator]: () => (active.slice(0, count) as RequestContext[]).values(),
	};
}
