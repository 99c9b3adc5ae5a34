import {context} from '@opentelemetry/api';
import type {Scope} from '@sentry/core';
import {getDefaultCurrentScope, getDefaultIsolationScope, setAsyncContextStrategy} from '@sentry/core';
import type {Scopes} from '../requests/request-context.ts';
import {scopesKey} from '../requests/request-context.ts';
import type {Work} from '../requests/work.ts';
import {workOf} from '../requests/work.ts';
import {spanStrategy} from './sentry-spans.ts';

/**
Let Sentry find its scopes in the OpenTelemetry context, so that each request and each job has its own.

They are made when something first asks for them. Sentry's own strategies fork two scopes for every
request, asked for or not. Call after `Sentry.init`, which sets one of those.

@param prepare - Called with the new isolation scope of a request or a job.
*/
export function keepScopesInContext(prepare: (isolation: Scope, work: Work) => void): void {
	function scopes(): Scopes {
		const active = context.active();
		const forked = active.getValue(scopesKey) as Scopes | undefined;
		if (forked) return forked;
		const work = workOf(active);
		if (!work) return {isolation: getDefaultIsolationScope(), current: getDefaultCurrentScope()};
		if (!work.scopes) {
			// What was said outside of any request is true of all of them, but for whom it was said and what led to it.
			work.scopes = {
				isolation: getDefaultIsolationScope().clone().setUser(null).clearBreadcrumbs(),
				current: getDefaultCurrentScope().clone(),
			};
			prepare(work.scopes.isolation, work);
		}
		return work.scopes;
	}

	function run<T>(forked: Scopes, callback: (scope: Scope) => T, scope: Scope): T {
		return context.with(context.active().setValue(scopesKey, forked), callback, undefined, scope);
	}

	function withCurrent<T>(current: Scope, callback: (scope: Scope) => T): T {
		return run({isolation: scopes().isolation, current}, callback, current);
	}

	function withIsolation<T>(isolation: Scope, callback: (scope: Scope) => T): T {
		return run({isolation, current: scopes().current.clone()}, callback, isolation);
	}

	setAsyncContextStrategy({
		...spanStrategy,
		getCurrentScope: () => scopes().current,
		getIsolationScope: () => scopes().isolation,
		withScope: callback => withCurrent(scopes().current.clone(), callback),
		withSetScope: withCurrent,
		withIsolationScope: callback => withIsolation(scopes().isolation.clone(), callback),
		withSetIsolationScope: withIsolation,
	});
}
