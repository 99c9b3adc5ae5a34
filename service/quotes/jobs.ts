import type {Config} from '../../config/config.ts';
import type {ScheduledJob} from '../jobs/job.ts';
import {createCatalog} from './catalog.ts';

/**
Ask the catalog for a price by the clock, where `CATALOG_CHECK_SCHEDULE` says when.

A catalog that is away or answers something else is known before a customer asks for a quote. A sku that it doesn't have is
an answer too.
*/
export function quoteJobs(config: Config, catalog = createCatalog(config)): ScheduledJob[] {
	if (!config.catalogCheckSchedule) return [];
	return [
		{
			name: 'check-catalog',
			schedule: config.catalogCheckSchedule,
			timeoutMs: config.catalogTimeoutMs + 1000,
			work: ({deadline}) => catalog.find('tea', deadline),
		},
	];
}
