import {registerHooks} from 'node:module';
import {findModules} from '../../service/find-modules.ts';

/**
Imports each URL of its arguments after the first, and tells on stdout what was loaded for it, and how, or what went wrong.
The first is `ours` for modules found by `findModules`, or `node`.
*/
const [finder, ...urls] = process.argv.slice(2);
if (finder === 'ours') findModules(new Map(), () => undefined);
let loaded: string[] = [];
registerHooks({
	load(url, context, next) {
		loaded.push(`${context.format} ${url}`);
		return next(url, context);
	},
});
const told: Record<string, unknown> = {};
for (const url of urls) {
	loaded = [];
	const {said, failed} = await import(url).then(
		({default: said}) => ({said, failed: undefined}),
		({code, message}) => ({said: undefined, failed: {code, message}}),
	);
	told[url] = {said, failed, loaded: loaded.toSorted()};
}
process.stdout.write(JSON.stringify(told));
process.exit();
