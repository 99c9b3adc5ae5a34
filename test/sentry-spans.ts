import {spawnSync} from 'node:child_process';
import {copyFile, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';

const root = new URL('../', import.meta.url);
const biome = fileURLToPath(new URL('node_modules/.bin/biome', root));
const way = /tracer\.startActiveSpan of @opentelemetry\/api/;

let folder: string;

test.before(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lint-'));
	for (const file of ['biome.json', 'sentry-spans.grit'])
		await copyFile(new URL(file, root), join(folder, file));
});

test.after.always(() => rm(folder, {recursive: true, force: true}));

const lints = test.macro({
	async exec(t, code: string, isRefused: boolean) {
		await writeFile(join(folder, 'draw.ts'), code);
		const {status, stdout, stderr} = spawnSync(biome, ['lint', '--vcs-enabled=false', 'draw.ts'], {
			cwd: folder,
			encoding: 'utf8',
		});
		const said = stdout + stderr;
		t.is(status !== 0, isRefused, said);
		t.is(way.test(said), isRefused, said);
	},
	title: (_, code: string, isRefused: boolean) => `the linter ${isRefused ? 'refuses' : 'allows'} ${code}`,
});

const all = `import * as Sentry from '@sentry/node';`;
for (const name of ['startSpan', 'startSpanManual', 'startInactiveSpan']) {
	test.serial(lints, `${all}\nexport const a = Sentry.${name}({name: 'a'}, () => 1);\n`, true);
	test.serial(lints, `import {${name}} from '@sentry/node';\nexport const a = ${name};\n`, true);
}
test.serial(lints, `${all}\nexport const a = Sentry.getActiveSpan();\n`, false);
test.serial(
	lints,
	`import {trace} from '@opentelemetry/api';\nexport const a = trace.getTracer('a').startSpan('a');\n`,
	false,
);
