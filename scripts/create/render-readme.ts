import {isWithin} from './select-files.ts';

/** What a README of a service names, where it is there. */
const commands: Record<string, string> = {
	dev: 'Spotlight (errors and traces, at <http://localhost:8969>) and the service (<http://localhost:3000>), restarted on change',
	start: 'the service alone, as production runs it',
	test: 'types, lint, every test: what CI runs',
	format: 'mends what the lint finds, where it can',
	demo: 'two services, traffic through both, and the one trace they share',
	doctor: 'does what is sent to Sentry arrive?',
	soak: 'minutes of load, outages and stops, and where every request went',
	bundle: 'production dependencies in a few files: half of the start',
	docs: 'writes the tables of variables and problems',
	update: 'takes in a later template',
};

const yours: Record<string, string> = {
	'service/quotes': 'the sample resource: read it, then replace it',
	'service/routes.ts': 'a resource is a folder and a line here',
	'service/schedule.ts': 'a job that runs by the clock is a line here',
	'config/settings': 'a setting of your own is a file here, and a line in `settings.ts`',
	'test/service': 'the tests of your resources',
	'.env.example': 'every variable, written by `npm run docs`',
};

const templates: Record<string, string> = {
	config: 'the environment as one checked, frozen object, and the guard that reports a disallowed Host',
	observability: 'OpenTelemetry with Sentry as its exporter, error reporting, logs, metrics',
	service: 'start and stop, middleware, problems, calls to other services',
	scripts: 'what the commands run',
	'test/kit': 'the running service in a test, and a sink that speaks Sentry’s envelopes and OTLP',
	'test/contract.ts': 'what must still hold whatever you change: who breaks it hears of it here',
	ops: 'Kubernetes, the OpenTelemetry Collector, Sentry’s alerts and dashboards',
};

/** The README that a service begins with: the template's own praises the template. */
export function renderReadme(
	name: string,
	manifest: string,
	content: ReadonlyMap<string, string | Buffer>,
): string {
	const {scripts} = JSON.parse(manifest) as {scripts: Record<string, string>};
	const files = [...content.keys()];
	const isThere = (target: string) => files.some(file => isWithin(file, [target]));
	const links = (all: Record<string, string>) => rows(all, isThere, target => `[\`${target}\`](${target})`);
	const pages = files.filter(file => /^docs\/.*\.md$/.test(file) && !file.startsWith('docs/adr/')).sort();
	const titleOf = (page: string) => /^# (.*)$/m.exec(String(content.get(page)))?.[1] ?? page;
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
	command => command in scripts,
	command => `\`npm ${command === 'test' || command === 'start' ? '' : 'run '}${command}\``,
)}

Read \`service/main.ts\`, then \`service/app.ts\`, then \`service/routes.ts\`: that is the walk of a request.

## Yours

| where | what |
| --- | --- |
${links(yours)}

And this page, \`package.json\`, and whatever you add.

## The template’s

| where | what |
| --- | --- |
${links(templates)}

\`npm run update -- TEMPLATE\` takes in what became of it since: what you changed stays, what you deleted stays deleted.
Change it where you must. What the template proves of it, and explains, stayed with it;
\`npm run update -- TEMPLATE --with PARTS\` brings parts of that later, \`--without PARTS\` takes them away.

${pages.map(page => `- [${titleOf(page)}](${page})`).join('\n')}
${isThere('docs/adr') ? '- [Decisions](docs/adr)\n' : ''}`;
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
