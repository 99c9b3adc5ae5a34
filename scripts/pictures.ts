import {mkdir} from 'node:fs/promises';
import {findChromium} from './pictures/find-chromium.ts';
import {takeAll} from './pictures/take-all.ts';

const into = new URL('../docs/images/', import.meta.url);
const chromium = findChromium(process.env);

if (chromium) {
	await mkdir(into, {recursive: true});
	await takeAll({chromium, into, ports: {service: 3000, spotlight: 8969}});
	process.exit(0);
}
process.stderr.write('Chromium is not there: install it, or set CHROMIUM to the path of its program\n');
process.exit(1);
