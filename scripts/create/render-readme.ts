/** What a service's README is made of. */
export interface Contents {
	name: string;
	scripts: readonly string[];
	/** Files of the service. */
	files: readonly string[];
	/** First line of a page. */
	titleOf: (page: string) => string;
}

const commands: Record<string, string> = {
	dev: 'Spotlight (errors and traces, at <http://localhost:8969>) and the service (<http://localhost:3000>), restarted on change',
	start: 'the service alone, as production runs it',
	test: 'types, lint, every test: what CI runs',
	demo: 'two services, traffic through both, and the one trace they share',
	doctor: 'does what is sent to Sentry arrive?',
	docs: 'writes the tables of variables and problems',
	update: '[takes in a later template](docs/updating.md)',
};

const folders: Record<string, string> = {
	service: 'start and stop, middleware, routes; a resource is a folder and a line in `routes.ts`',
	config: 'the environment as one checked, frozen object, and the guard that reports a disallowed Host',
	observability: 'OpenTelemetry with Sentry as its exporter, error reporting, logs, metrics',
	test: 'real processes against a sink that speaks Sentry’s envelopes and OTLP',
	ops: 'Kubernetes and the OpenTelemetry Collector',
};

/** The README that a service begins with: the template's own praises the template. */
export function renderReadme({name, scripts, files, titleOf}: Contents): string {
	const pages = files.filter(file => /^docs\/.*\.md$/.test(file) && !file.startsWith('docs/adr/')).sort();
	return `# ${name}

\`\`\`sh
npm ci
npm run dev
\`\`\`

on a machine with Node 20 or later and npm 11; the Node that the service needs comes along. Its API is described at
<http://localhost:3000/docs>.

| command | does |
| --- | --- |
${rows(
	commands,
	command => scripts.includes(command),
	command => `\`npm ${command === 'test' || command === 'start' ? '' : 'run '}${command}\``,
)}

| folder | holds |
| --- | --- |
${rows(
	folders,
	folder => files.some(file => file.startsWith(`${folder}/`)),
	folder => `[\`${folder}/\`](${folder})`,
)}

Read \`service/main.ts\`, then \`service/app.ts\`, then \`service/routes.ts\`: that is the walk of a request.

${pages.map(page => `- [${titleOf(page)}](${page})`).join('\n')}
- [Decisions](docs/adr)
- [Changelog](CHANGELOG.md)
`;
}

function rows(
	all: Record<string, string>,
	has: (key: string) => boolean,
	show: (key: string) => string,
): string {
	return Object.entries(all)
		.filter(([key]) => has(key))
		.map(([key, does]) => `| ${show(key)} | ${does} |`)
		.join('\n');
}
