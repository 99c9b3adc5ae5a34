import {registerHooks} from 'node:module';

const ways = JSON.stringify(new URL('_ways.ts', import.meta.url));
const place = JSON.stringify('a failing start');

/** Preloaded: the application tells everything while it is imported, and fails with it. */
registerHooks({
	load(url, context, next) {
		if (!url.endsWith('/service/app.ts')) return next(url, context);
		return {
			format: 'module',
			shortCircuit: true,
			source: `import {failureIn, tellAll} from ${ways}; tellAll(${place}); throw failureIn(${place});`,
		};
	},
});
