import {subscribe} from 'node:diagnostics_channel';

/** Loaded before the service: ends the process, in the way that `ENDS_BY` tells, in the turn in which it first answered. */
const ways: Record<string, () => void> = {
	'exit 0': () => process.exit(0),
	'exit 1': () => process.exit(1),
	'an exception': () => {
		throw new Error('thrown on purpose');
	},
	'a rejection': () => void Promise.reject(new Error('rejected on purpose')),
	'an exception while it crashes': () => {
		process.prependListener('uncaughtException', () => {
			throw new Error('thrown again on purpose');
		});
		throw new Error('thrown on purpose');
	},
};
subscribe('http.server.response.finish', () => ways[process.env['ENDS_BY'] ?? '']?.());
