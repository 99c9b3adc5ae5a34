import {registerHooks} from 'node:module';

/** Preloaded: the application can't be imported, as when a file of it throws. */
registerHooks({
	load(url, context, next) {
		if (!url.endsWith('/service/app.ts')) return next(url, context);
		return {
			format: 'module',
			shortCircuit: true,
			source: "throw new Error('This import fails on purpose')",
		};
	},
});
