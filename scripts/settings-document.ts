import type {Setting} from '../config/settings/settings.ts';
import {settings} from '../config/settings/settings.ts';

const entries = Object.entries<Setting>(settings);

/** Every variable, commented out, with its meaning and default. */
export function renderEnvExample(): string {
	const blocks = entries.map(([name, setting]) => {
		const fallback = typeof setting.default === 'object' ? setting.default.development : setting.default;
		return `# ${plain(setting.meaning)}\n# ${setting.type.expected}\n# ${name}=${fallback ?? ''}\n`;
	});
	return `# Copy to .env and uncomment what differs. Never commit a DSN.\n\n${blocks.join('\n')}`;
}

/** The variables as a Markdown table. */
export function renderSettingsTable(): string {
	const rows = entries.map(
		([name, setting]) => `| \`${name}\` | ${defaultText(setting)} | ${setting.meaning} |`,
	);
	return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Replace what stands between `<!-- name -->` and `<!-- /name -->`. */
export function replaceBetween(text: string, name: string, content: string): string {
	const pattern = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
	if (!pattern.test(text)) throw new Error(`expected <!-- ${name} --> and <!-- /${name} -->, found neither`);
	return text.replace(pattern, (_, start: string, end: string) => `${start}\n\n${content}\n\n${end}`);
}

function defaultText({default: fallback, requiredInProduction}: Setting): string {
	if (fallback === undefined) return requiredInProduction ? 'production requires it' : '';
	if (typeof fallback === 'string') return `\`${fallback}\``;
	const {development, production} = fallback;
	return `\`${development}\`; production ${requiredInProduction ? 'requires it' : `\`${production}\``}`;
}

function plain(markdown: string): string {
	return markdown.replaceAll('`', '');
}
