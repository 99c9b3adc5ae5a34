import {rowNames} from './options.ts';
import {variants} from './variants.ts';

/** What `--help` prints. */
export const help = `npm run bench -- [flags]     CPU, latency, memory and lost spans beside the peers (a quarter of an hour)
npm run bench:start          cold starts (--rows start)
npm run bench:scale          growth (--rows scale)

  --rows NAMES          comma list of ${rowNames.join(', ')}
                        (default: all but start and scale)
  --only NAMES          comma list of servers besides bare Koa:
                        ${variants.map(({name}) => name).join(', ')}
  --rounds N            windows of each server, interleaved (8)
  --seconds N           length of a burst (2)
  --connections N       connections of the load generator (64)
  --loss-seconds N      full load while lost spans are counted (30)
  --requests N          requests while memory is watched (1000000)
  --starts N            cold starts of each server (10)
  --generator NAME      client, wrk or autocannon (client: it never sleeps, so no server pays for waking it)
  --no-write            leave bench/results.json and docs/performance.* as they are
  --smoke               everything for a moment: does it run, is every column there, is no span lost
  --help

The peers' packages are installed by: npm ci --prefix bench
`;
