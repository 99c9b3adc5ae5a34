import {enableCompileCache} from 'node:module';
import {standInFor} from '../../observability/unused-parts.ts';
import {bundledPackages} from '../../service/bundled-packages.ts';
import {findModules} from '../../service/find-modules.ts';

/** Preloaded by AVA's workers and the processes of tests: they start sooner, as `service/main.ts` does by itself. */
enableCompileCache();
findModules(bundledPackages(new URL('../../', import.meta.url)), standInFor);
