import {writeFile} from 'node:fs/promises';
import {renderDashboard} from './ops/dashboard.ts';
import {renderSentryTables} from './ops/tables.ts';

/** Write what the files in `ops/` take from the code's tables. */
await writeFile(new URL('../ops/sentry/tables.tf.json', import.meta.url), renderSentryTables());
await writeFile(new URL('../ops/grafana/service.json', import.meta.url), renderDashboard());
