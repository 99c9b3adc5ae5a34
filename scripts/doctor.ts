import {parseArgs} from 'node:util';
import {warnings} from '../config/check-config.ts';
import {loadIdentity} from '../config/identity.ts';
import {ConfigError, loadConfig} from '../config/load-config.ts';
import {scrubText} from '../observability/privacy/secrets.ts';
import {diagnose} from './diagnose.ts';
import {readEnvFile, readEnvironment} from './environment.ts';
import {isRefusal} from './refusal.ts';
import {sendSignsOfLife} from './send-signs-of-life.ts';
import {showConfiguration} from './show-configuration.ts';

const usualWaitMs = 10_000;

/** Whether an error and a span arrive with the configuration as it is: what `npm run doctor` does. */
async function examine(waitMs: number): Promise<boolean> {
	const env = readEnvironment();
	const config = loadConfig(env);
	const identity = loadIdentity(new URL('../', import.meta.url));
	const {eventId, traceId, spanId, states} = await sendSignsOfLife(config, identity, waitMs);
	const {healthy, lines} = diagnose(states, waitMs);
	print('Made', [`error  event ${eventId}`, `span   ${spanId} of trace ${traceId}`]);
	print('What became of it', lines);
	print('Configuration', showConfiguration(env, readEnvFile()));
	if (Object.keys(readEnvFile()).length > 0) {
		print('`npm run dev`, `demo` and `doctor` read .env; `npm start` and production do not.', []);
	}
	for (const warning of warnings(config, env)) print(`Warning: ${warning}`, []);
	print(healthy ? 'Error and span were accepted.' : 'Not everything was accepted.', []);
	return healthy;
}

function print(title: string, lines: string[]): void {
	process.stdout.write(`${[title, ...lines.map(line => `  ${line}`)].join('\n')}\n\n`);
}

try {
	const {values} = parseArgs({options: {'wait-ms': {type: 'string', default: String(usualWaitMs)}}});
	process.exit((await examine(Number(values['wait-ms']))) ? 0 : 1);
} catch (error) {
	if (!(error instanceof ConfigError || isRefusal(error))) throw error;
	process.stderr.write(`${scrubText(error.message)}\n`);
	process.exit(1);
}
