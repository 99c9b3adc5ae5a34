import test from 'ava';
import type {Variables} from './_ops-files.ts';
import {effective, kubernetesVariables, podSpec, renderService, renderVariables} from './_ops-files.ts';

const drains = test.macro({
	exec(t, _platform: string, variables: Variables) {
		const [bound, delay, request] = [
			effective(variables, 'SHUTDOWN_TIMEOUT_MS'),
			effective(variables, 'SHUTDOWN_DELAY_MS'),
			effective(variables, 'REQUEST_TIMEOUT_MS'),
		].map(Number);

		t.true(bound! > delay! + request!, `${bound} > ${delay} + ${request}`);
	},
	title: (_, platform) => `on ${platform} the slowest request may end before a stop is cut short`,
});

test(drains, 'Kubernetes', kubernetesVariables());
test(drains, 'Render', renderVariables());

const waits = test.macro({
	exec(t, _platform: string, graceSeconds: number, variables: Variables) {
		const boundMs = Number(effective(variables, 'SHUTDOWN_TIMEOUT_MS'));

		t.true(graceSeconds * 1000 > boundMs, `${graceSeconds} s > ${boundMs} ms`);
	},
	title: (_, platform) => `${platform} kills no stop before its own bound`,
});

test(waits, 'Kubernetes', podSpec().terminationGracePeriodSeconds, kubernetesVariables());
test(waits, 'Render', renderService().maxShutdownDelaySeconds, renderVariables());
