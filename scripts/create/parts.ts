/** Something that a service can have or do without. */
export interface Part {
	does: string;
	/** Files and folders that are nothing but it, what it is first of all first. */
	files: readonly string[];
	/** Programs it runs that no code imports. */
	packages?: readonly string[];
}

/** By the name that `--with` and `--without` take. */
export const parts = {
	demo: {
		does: 'two services, traffic through both, and the one trace they share',
		files: ['demo', 'scripts/demo.ts', 'scripts/demo-traffic.ts'],
	},
	devcontainer: {
		does: 'a container to develop in, and what an editor starts',
		files: ['.devcontainer', '.vscode'],
	},
	doctor: {
		does: '`npm run doctor`: does what is sent to Sentry arrive?',
		files: ['scripts/doctor.ts'],
	},
	docs: {
		does: 'every page and guide of the template, not only the tables of your settings and problems',
		files: ['docs', 'scripts/rules-document.ts', 'scripts/telemetry-document.ts'],
	},
	adr: {does: 'why the template is as it is', files: ['docs/adr']},
	ops: {
		does: 'Kubernetes, the OpenTelemetry Collector, Sentry’s alerts and dashboards',
		files: [
			'ops',
			'scripts/ops.ts',
			'scripts/ops',
			'scripts/conform.ts',
			'scripts/conform',
			'.github/workflows/conform.yml',
			'docs/guides/run-a-fleet.md',
		],
	},
	render: {does: 'a blueprint for Render', files: ['render.yaml']},
	soak: {
		does: '`npm run soak`: minutes of load, outages and stops, and where every request went',
		files: ['scripts/soak.ts', 'scripts/soak'],
	},
	workflows: {
		does: 'checks and releases on GitHub, and what its visitors are told',
		files: ['.github', 'SECURITY.md', 'scripts/scan-secrets.ts'],
		packages: ['sentry'],
	},
	tests: {does: 'the template’s own tests, of all that it promises', files: ['test']},
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

export const partNames = Object.keys(parts) as PartName[];

/** Only the template needs these: it measures, creates and proves itself. */
export const templateOnly = [
	'.ci',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'README.md',
	'bench',
	'docs/performance.md',
	'docs/performance.svg',
	'scripts/create.ts',
	'scripts/create',
	'scripts/pictures.ts',
	'scripts/pictures',
	'scripts/update',
	'test/bench',
	'test/guides',
	'test/readme.ts',
	'test/scripts/create',
	'test/scripts/pictures.ts',
	'test/scripts/update',
];

/** What a service keeps of a folder that stays behind, with all that it imports. */
export const alwaysKept = [
	// Its tables are written from the service's own settings and problems.
	'docs/api.md',
	'docs/configuration.md',
	// The image is made with it.
	'scripts/bundle.ts',
	'scripts/dev.ts',
	'scripts/document.ts',
	'scripts/rehearse.ts',
	// Whoever builds it must say which release it is.
	'scripts/release-name.ts',
	'scripts/update.ts',
	'test/README.md',
	'test/contract.ts',
	'test/kit/key-server.ts',
	'test/kit/kit.ts',
	// AVA loads it before anything else.
	'test/kit/preload.ts',
	'test/kit/upstream.ts',
	'test/service/quotes/quote.ts',
	'test/service/quotes/quotes.ts',
];

/** These read pages that speak of every part: they come only with all of them, and the sample. */
export const needEveryPart = ['test/docs/links.ts', 'test/docs/reliability.ts'];

/** Folders of which a service gets what it keeps, or what a part of it holds, and nothing else. */
export const chosenFrom = ['docs', 'scripts', 'test'];
