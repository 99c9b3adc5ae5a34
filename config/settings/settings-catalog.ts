import {baseUrl, cron, milliseconds} from './setting-types.ts';

/** The upstream service of the sample resource. */
export const catalogSettings = {
	CATALOG_URL: {
		type: baseUrl,
		meaning:
			'upstream of the sample resource: `GET {CATALOG_URL}/products/:sku`; a built-in sample when unset',
	},
	CATALOG_TIMEOUT_MS: {
		type: milliseconds(1, 3_600_000),
		default: '5000',
		meaning: '504 when the catalog takes longer',
	},
	CATALOG_CHECK_SCHEDULE: {
		type: cron,
		meaning: 'when to ask the catalog for a price, to know that it answers; never when unset',
	},
};
