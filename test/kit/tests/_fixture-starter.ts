import {spawnNode} from '../spawn.ts';

/** A test that starts children, each of which holds a connection to `PORT`, and never comes to its end. */
const connects = `require('node:net').connect(${Number(process.env['PORT'])}, '127.0.0.1').write(process.argv[1])`;

spawnNode(['-e', connects, 'heeds signals'], {});
spawnNode(['-e', `process.on('SIGTERM', () => {}); ${connects}`, 'heeds none'], {});
