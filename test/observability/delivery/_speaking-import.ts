import {registerHooks} from 'node:module';

const words = JSON.stringify(new URL('_last-words.ts', import.meta.url));

/** Preloaded: the application speaks while it is imported, and can't be. */
registerHooks({
	load(url, context, next) {
		if (!url.endsWith('/service/app.ts')) return next(url, context);
		return {
			format: 'module',
			shortCircuit: true,
			source: `import {say} from ${words}; say('a failing start'); throw new Error('on purpose');`,
		};
	},
});
