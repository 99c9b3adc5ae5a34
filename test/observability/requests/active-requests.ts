import type {Span} from '@opentelemetry/api';
import {ROOT_CONTEXT} from '@opentelemetry/api';
import test from 'ava';
import fc from 'fast-check';
import {createActiveRequests} from '../../../observability/requests/active-requests.ts';
import type {Request, Response} from '../../../observability/requests/request-context.ts';
import {RequestContext} from '../../../observability/requests/request-context.ts';

test('holds what a set would hold, however requests come and go', t => {
	const steps = fc.array(fc.record({isEnd: fc.boolean(), which: fc.nat(9)}), {maxLength: 60});
	fc.assert(
		fc.property(steps, taken => {
			const requests = Array.from(
				{length: 10},
				() => new RequestContext(ROOT_CONTEXT, {} as Span, {} as Request, {} as Response, 0),
			);
			const active = createActiveRequests();
			const expected = new Set<RequestContext>();
			for (const {isEnd, which} of taken) {
				const request = requests[which]!;
				if (isEnd) active.delete(request);
				else if (!expected.has(request)) active.add(request);
				if (isEnd) expected.delete(request);
				else expected.add(request);
			}
			const found = [...active];
			t.is(found.length, expected.size);
			t.true(found.every(request => expected.has(request)));
		}),
	);
});
