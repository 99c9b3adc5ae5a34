import {readdirSync} from 'node:fs';
import test from 'ava';
import {parseAllDocuments} from 'yaml';
import {readText, readYaml} from './_ops-files.ts';

interface Manifest {
	kind: string;
	metadata: {name: string};
	// biome-ignore lint/suspicious/noExplicitAny: each kind has another
	spec: any;
}

const directory = 'ops/collector';
const kustomization = readYaml<{
	resources: string[];
	configMapGenerator: [{name: string; files: string[]}];
}>(`${directory}/kustomization.yaml`);
const manifests = kustomization.resources.flatMap(file =>
	parseAllDocuments(readText(`${directory}/${file}`)).map(document => document.toJS() as Manifest),
);
const of = (kind: string, name: string) =>
	manifests.find(manifest => manifest.kind === kind && manifest.metadata.name === name)?.spec;

test('kustomize applies every manifest, and gives the Collectors their files', t => {
	const all = readdirSync(`${directory}/kubernetes`).map(file => `kubernetes/${file}`);

	t.deepEqual(kustomization.resources.toSorted(), all.toSorted());
	for (const file of kustomization.configMapGenerator[0].files)
		t.truthy(readText(`${directory}/${file}`), file);
});

for (const tier of ['agent', 'gateway']) {
	const {template, selector, volumeClaimTemplates} = of('StatefulSet', `otel-${tier}`);
	const [container] = template.spec.containers;
	const text = readText(`${directory}/${tier}.yaml`);

	test(`${tier}s run their file in the pinned image`, t => {
		t.regex(container.image, /^otel\/opentelemetry-collector-contrib:\d+\.\d+\.\d+@sha256:[\da-f]{64}$/);
		t.deepEqual(container.args, [`--config=/etc/otelcol/${tier}.yaml`]);
		t.true(kustomization.configMapGenerator[0].files.includes(`${tier}.yaml`));
		t.is(template.spec.volumes[0].configMap.name, kustomization.configMapGenerator[0].name);
	});

	test(`${tier}s have each variable that their file reads without a default`, t => {
		const needed = [...text.matchAll(/\$\{env:(\w+)\}/g)].map(([, name]) => name!);
		const given = container.env.map(({name}: {name: string}) => name);

		t.deepEqual(
			needed.filter(name => !given.includes(name)),
			[],
		);
	});

	test(`${tier}s listen where their file says, and are asked for their health there`, t => {
		for (const {containerPort} of container.ports) {
			t.regex(text, new RegExp(`(?:\\}:|port: )${containerPort}$`, 'm'), String(containerPort));
		}
		for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
			t.is(container[probe].httpGet.port, 'health', probe);
		}
	});

	test(`${tier}s keep their queue on a disk with room for it`, t => {
		const maxSize = Number(/max_size: (\d{9,})/.exec(text)![1]);

		t.true(text.includes(`:-${container.volumeMounts[1].mountPath}/queue}`));
		t.is(container.volumeMounts[1].name, volumeClaimTemplates[0].metadata.name);
		t.true(Number.parseInt(volumeClaimTemplates[0].spec.resources.requests.storage, 10) * 2 ** 30 > maxSize);
	});

	test(`${tier}s are guarded: no more rights, connections and disruptions than they need`, t => {
		const labels = {matchLabels: selector.matchLabels};

		t.true(template.spec.securityContext.runAsNonRoot);
		t.true(container.securityContext.readOnlyRootFilesystem);
		t.truthy(container.resources.limits.memory);
		t.deepEqual(of('NetworkPolicy', `otel-${tier}`).podSelector, labels);
		t.deepEqual(of('PodDisruptionBudget', `otel-${tier}`).selector, labels);
		t.deepEqual(template.metadata.labels, selector.matchLabels);
	});
}

test('agents find each gateway that is ready by a name without an address of its own', t => {
	const [container] = of('StatefulSet', 'otel-agent').template.spec.containers;
	const {value} = container.env.find(({name}: {name: string}) => name === 'GATEWAY_HOST');

	t.is(of('Service', value).clusterIP, 'None');
	t.deepEqual(of('Service', value).selector, of('StatefulSet', 'otel-gateway').selector.matchLabels);
});

test('a gateway that stops listens on until agents have asked for the name twice, and has time left to judge', t => {
	const {containers, terminationGracePeriodSeconds} = of('StatefulSet', 'otel-gateway').template.spec;
	const {seconds} = containers[0].lifecycle.preStop.sleep;
	const intervalSeconds = Number(/interval: (\d+)s/.exec(readText(`${directory}/agent.yaml`))![1]);

	t.true(seconds > 2 * intervalSeconds);
	t.true(terminationGracePeriodSeconds > seconds + 30);
});
