import {enableCompileCache} from 'node:module';
import {useBundle} from '../../service/use-bundle.ts';

/** Preloaded by AVA's workers and the processes of tests: they start sooner, as `service/main.ts` does by itself. */
enableCompileCache();
useBundle(new URL('../../', import.meta.url));
