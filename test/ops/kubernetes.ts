import {readdirSync} from 'node:fs';
import test from 'ava';
import type {Deployment} from './_ops-files.ts';
import {effective, kubernetesVariables, podSpec, readJson, readText, readYaml} from './_ops-files.ts';

interface Kustomization {
	resources: string[];
	images: [{name: string}];
}

interface Selected {
	metadata: {name: string};
	spec: {selector: Record<string, unknown>};
}

const directory = 'ops/kubernetes';
// No scope can be in it.
const name = readJson<{name: string}>('package.json').name.replace(/^@/, '').replace('/', '-');
const kustomization = readYaml<Kustomization>(`${directory}/kustomization.yaml`);
const deployment = readYaml<Deployment>(`${directory}/deployment.yaml`);
const service = readYaml<Selected & {spec: {ports: [{targetPort: string}]}}>(`${directory}/service.yaml`);
const budget = readYaml<Selected>(`${directory}/pod-disruption-budget.yaml`);
const pod = podSpec();
const [container] = pod.containers;

test('kustomize applies every manifest', t => {
	const manifests = readdirSync(directory).filter(file => file !== 'kustomization.yaml');

	t.deepEqual(kustomization.resources.toSorted(), manifests.toSorted());
});

test('every manifest is named after the package', t => {
	for (const file of kustomization.resources) {
		t.is(readYaml<Selected>(`${directory}/${file}`).metadata.name, name, file);
	}
});

test('the autoscaler scales the deployment', t => {
	const autoscaler = readYaml<{spec: {scaleTargetRef: unknown}}>(
		`${directory}/horizontal-pod-autoscaler.yaml`,
	);

	t.deepEqual(autoscaler.spec.scaleTargetRef, {apiVersion: 'apps/v1', kind: 'Deployment', name});
});

test('deployment, service and disruption budget select the same pods', t => {
	const {labels} = deployment.spec.template.metadata;

	t.deepEqual(deployment.spec.selector.matchLabels, labels);
	t.deepEqual(service.spec.selector, labels);
	t.deepEqual(budget.spec.selector, {matchLabels: labels});
});

test('the image that kustomize sets is the one that the pod runs', t => {
	t.is(container.image, kustomization.images[0].name);
});

test('the pod listens where the service sends', t => {
	const [port] = container.ports;

	t.is(String(port.containerPort), effective(kubernetesVariables(), 'PORT'));
	t.is(service.spec.ports[0].targetPort, port.name);
});

test('each probe asks the route made for it', t => {
	const port = container.ports[0].name;

	t.deepEqual(container.startupProbe.httpGet, {path: '/livez', port});
	t.deepEqual(container.livenessProbe.httpGet, {path: '/livez', port});
	t.deepEqual(container.readinessProbe.httpGet, {path: '/readyz', port});
});

test('the pod runs as the image’s user', t => {
	t.regex(readText('Dockerfile'), new RegExp(`^USER ${pod.securityContext.runAsUser}$`, 'm'));
});
