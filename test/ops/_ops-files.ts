import {readFileSync} from 'node:fs';
import {parse} from 'yaml';
import {defaultOf} from '../../config/load-config.ts';
import {settings} from '../../config/settings/settings.ts';

/** A variable as Kubernetes and Render write it: with its value, or with where the platform gets it. */
export interface Variable {
	name: string;
	value?: string;
}

export function readText(file: string): string {
	return readFileSync(file, 'utf8');
}

export function readJson<T>(file: string): T {
	return JSON.parse(readText(file)) as T;
}

/** @throws when the file is not YAML, a key repeated included. */
export function readYaml<T>(file: string): T {
	return parse(readText(file)) as T;
}

/** The arguments of a Dockerfile instruction's JSON form. The last instruction counts, as in Docker. */
export function dockerCommand(instruction: 'CMD' | 'HEALTHCHECK'): string[] {
	const lines = readText('Dockerfile').replaceAll('\\\n', ' ').split('\n');
	const line = lines.findLast(line => line.startsWith(instruction)) ?? '';
	return JSON.parse(line.slice(line.indexOf('['))) as string[];
}

interface Probe {
	httpGet: {path: string; port: string};
}

/** The parts of the Deployment that must agree with something else. */
export interface Deployment {
	spec: {
		selector: {matchLabels: Record<string, string>};
		template: {
			metadata: {labels: Record<string, string>};
			spec: {
				terminationGracePeriodSeconds: number;
				securityContext: {runAsUser: number};
				containers: [Container];
			};
		};
	};
}

interface Container {
	image: string;
	ports: [{name: string; containerPort: number}];
	env: Variable[];
	startupProbe: Probe;
	livenessProbe: Probe;
	readinessProbe: Probe;
}

export function podSpec(): Deployment['spec']['template']['spec'] {
	return readYaml<Deployment>('ops/kubernetes/deployment.yaml').spec.template.spec;
}

/** The Blueprint's one service. */
export interface RenderService {
	name: string;
	startCommand: string;
	healthCheckPath: string;
	maxShutdownDelaySeconds: number;
	envVars: Array<{key: string; value?: string}>;
}

export function renderService(): RenderService {
	return readYaml<{services: [RenderService]}>('render.yaml').services[0];
}

/** What a deployment sets, by name; undefined where the platform fills it in. */
export type Variables = Map<string, string | undefined>;

export function kubernetesVariables(): Variables {
	return new Map(podSpec().containers[0].env.map(({name, value}) => [name, value]));
}

export function renderVariables(): Variables {
	return new Map(renderService().envVars.map(({key, value}) => [key, value]));
}

/** What production runs with, where a deployment sets these variables; empty when it is unset. */
export function effective(variables: Variables, name: keyof typeof settings): string {
	return variables.get(name) ?? defaultOf(settings[name], 'production') ?? '';
}
