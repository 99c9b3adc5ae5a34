import {isValidSpanId, isValidTraceId} from '@opentelemetry/api';
import test from 'ava';
import {createIdGenerator} from '../../../observability/spans/id-generator.ts';

test('ids are valid and none comes twice, however many are taken', t => {
	const ids = createIdGenerator();
	const seen = new Set<string>();
	for (let round = 0; round < 10_000; round++) {
		const traceId = ids.generateTraceId();
		const spanId = ids.generateSpanId();
		if (!isValidTraceId(traceId) || !isValidSpanId(spanId)) t.fail(`${traceId} ${spanId}`);
		seen.add(traceId).add(spanId);
	}
	t.is(seen.size, 20_000);
});

test('every digit of an id is random', t => {
	const ids = createIdGenerator();
	const digits = Array.from({length: 32}, () => new Set<string>());
	for (let round = 0; round < 500; round++) {
		for (const [place, digit] of [...ids.generateTraceId()].entries()) digits[place]!.add(digit);
	}
	t.true(digits.every(({size}) => size === 16));
});
