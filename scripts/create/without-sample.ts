const edits: Record<string, (text: string) => string> = {
	'service/routes.ts': text =>
		drop(drop(text, /^import .*'\.\/quotes\/routes\.ts';\n/m), /\t\t\.\.\.quoteRoutes\(config\),\n/),
	'service/README.md': text => drop(drop(text, /^\| `quotes\/`.*\n/m), /^Read `main.ts`.*\n\n/m),
	'service/schedule.ts': text =>
		drop(drop(text, /^import .*'\.\/quotes\/jobs\.ts';\n/m), /\t\t\.\.\.quoteJobs\(config\),\n/)
			// The lint would have it unused.
			.replace('(config: Config)', '(_config: Config)'),
	'service/problems/problems.ts': text =>
		dropProperty(dropProperty(text, "'unknown-sku'"), "'mixed-currencies'"),
	'docs/api.md': text => drop(drop(text, /^.*`unknown-sku`.*\n/m), /^.*`mixed-currencies`.*\n/m),
	'config/settings/settings.ts': text =>
		drop(drop(text, /^import .*'\.\/settings-catalog\.ts';\n/m), /\t\.\.\.catalogSettings,\n/),
	'docs/configuration.md': text =>
		drop(
			drop(drop(text, /^.*`CATALOG_URL`.*\n/m), /^.*`CATALOG_TIMEOUT_MS`.*\n/m),
			/^.*`CATALOG_CHECK_SCHEDULE`.*\n/m,
		),
	'ops/sentry/tables.tf.json': text => drop(text, /(?<="routes": \[)[^\]]+(?=\])/),
	'.env.example': text =>
		drop(
			drop(drop(text, /\n(?:# .*\n)*# CATALOG_URL=.*\n/), /\n(?:# .*\n)*# CATALOG_TIMEOUT_MS=.*\n/),
			/\n(?:# .*\n)*# CATALOG_CHECK_SCHEDULE=.*\n/,
		),
};

/** A file without its lines about the sample resource. @throws {Error} when they are not where they used to be. */
export function withoutSample(file: string, text: string): string {
	try {
		return edits[file]?.(text) ?? text;
	} catch (error) {
		throw new Error(`${file}: ${(error as Error).message}`, {cause: error});
	}
}

function drop(text: string, pattern: RegExp): string {
	if (!pattern.test(text)) throw new Error(`expected ${pattern} once, found it nowhere`);
	return text.replace(pattern, '');
}

/** Drop `key: {…},` of an object, as the formatter writes it: on one line, or closed where it began. */
function dropProperty(text: string, key: string): string {
	return drop(text, new RegExp(`^(\\t+)${key}: \\{(?:.*\\},\\n|\\n[^]*?^\\1\\},\\n)`, 'm'));
}
