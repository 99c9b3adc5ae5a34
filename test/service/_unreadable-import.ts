import {registerHooks} from 'node:module';

/** Preloaded: the application can't be read as code. */
registerHooks({
	load(url, context, next) {
		if (!url.endsWith('/service/app.ts')) return next(url, context);
		return {format: 'module-typescript', shortCircuit: true, source: 'const a: = 3;'};
	},
});
