import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import type {CompareRow} from './compare.ts';
import type {Environment} from './environment.ts';
import type {FailureRow} from './failures.ts';
import type {Latency} from './latency.ts';
import type {Loss} from './loss.ts';
import type {MemoryRow} from './memory.ts';
import type {RowName} from './options.ts';
import type {PostRow} from './post.ts';
import type {QuietRow} from './quiet.ts';
import type {ScaleRow} from './scale.ts';
import type {StartRow} from './start.ts';

/** What one run of one row measured, and what it takes to measure it again. */
export type Measured<T> = {command: string; environment: Environment; data: T};
export type Results = {
	compare?: Measured<CompareRow[]>;
	post?: Measured<PostRow[]>;
	latency?: Measured<Latency[]>;
	failures?: Measured<FailureRow[]>;
	quiet?: Measured<QuietRow[]>;
	memory?: Measured<MemoryRow[]>;
	loss?: Measured<Loss>;
	start?: Measured<StartRow[]>;
	scale?: Measured<ScaleRow[]>;
};

const file = new URL('results.json', import.meta.url);

export function loadResults(): Results {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
}

/** Replace one row's measurement; the others keep theirs, each with its own date. */
export function saveResult(name: RowName, measured: Measured<unknown>): void {
	writeFileSync(file, `${JSON.stringify({...loadResults(), [name]: measured}, null, '\t')}\n`);
}
