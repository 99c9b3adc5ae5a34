import {registerHooks} from 'node:module';

/** Preloaded: what was loaded, of Node too, is on stderr at the end. */
const loaded: string[] = [];
registerHooks({
	load(url, context, next) {
		loaded.push(url);
		return next(url, context);
	},
});
process.on('exit', () => {
	const {moduleLoadList} = process as unknown as {moduleLoadList: string[]};
	process.stderr.write([...loaded, ...moduleLoadList].join('\n'));
});
