import {registerHooks} from 'node:module';

/** Preloaded: the application can't be imported, and what it throws can't be made a text. */
registerHooks({
	load(url, context, next) {
		if (!url.endsWith('/service/app.ts')) return next(url, context);
		return {format: 'module', shortCircuit: true, source: 'throw Object.create(null)'};
	},
});
