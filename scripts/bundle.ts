import {makeBundle} from './bundle/make-bundle.ts';

const {packages, files, bytes, outside} = await makeBundle(new URL('../', import.meta.url));
const megabytes = (bytes / 1e6).toFixed(1);
process.stdout.write(`${packages} packages in ${files} files, ${megabytes} MB, below node_modules/.bundle\n`);
if (outside.length > 0) {
	process.stdout.write(`outside, since an instrumentation patches them: ${outside.join(', ')}\n`);
}
