/** Print the release that this checkout calls itself, for those who build and announce it. */
import process from 'node:process';
import {loadIdentity} from '../config/identity.ts';

const {release} = loadIdentity(new URL('../', import.meta.url));
process.stdout.write(`${release}\n`);
