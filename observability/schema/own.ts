import type {Field, Metric} from './schema-types.ts';
import {fields} from './schema-types.ts';

/**
Attributes that this service's own code adds, to the spans of requests or to its own.

One line each: `['app.label.length', 'int', 'a label was drawn', 'characters of the label']`. Each is expected by a test.
*/
export const ownAttributes: readonly Field[] = fields('ours', []);

/** Metrics that this service's own code records. Each is expected by a test. */
export const ownMetrics: readonly Metric[] = [];
