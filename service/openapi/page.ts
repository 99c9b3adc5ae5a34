import {problems} from '../problems/problems.ts';
import type {Parameter} from './components.ts';
import {requestHeaders, responseHeaders} from './components.ts';
import type {OpenApi} from './document.ts';
import type {Html} from './html.ts';
import {html, prose, renderSchema} from './html.ts';
import type {Operation} from './operation.ts';
import type {Response} from './problem-responses.ts';

/** The description as a page: no script, so it needs no more of the content security policy than a style sheet. */
export function renderPage({info, paths}: OpenApi): string {
	const operations = Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({method, path, operation})),
	);
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<link rel="stylesheet" href="/static/docs.css">
<link rel="icon" href="/static/icon.svg">
</head>
<body>
<header>
<h1>${info.title} <small>${info.version}</small></h1>
<p>As data: <a href="/openapi.json">OpenAPI 3.1</a>. Every failure is a <a href="#problems">problem</a>.</p>
</header>
<main>
<nav><ul>${operations.map(
		({method, path, operation}) => html`
<li><a href="#${operation.operationId}"><b class="${method}">${method.toUpperCase()}</b> ${path}</a>
${operation.summary}</li>`,
	)}
</ul></nav>
${operations.map(({method, path, operation}) => renderOperation(method, path, operation))}
<section id="headers"><h2>Headers of every request and answer</h2>
${renderParameters(Object.values(requestHeaders))}
<table><tr><th>In the answer<th></tr>${Object.entries(responseHeaders).map(
		([name, {description}]) => html`
<tr><td><code>${name}</code><td>${prose(description)}</tr>`,
	)}</table></section>
<section id="problems"><h2>Problems</h2>
${Object.entries(problems).map(
	([code, {status, title, advice}]) => html`
<article id="${code}"><h3>${title} <small>${status} ${code}</small></h3><p>${prose(advice)}</p></article>`,
)}</section>
</main>
</body>
</html>
`.markup;
}

function renderOperation(method: string, path: string, operation: Operation): Html {
	const {operationId, summary, parameters = [], requestBody, responses} = operation;
	const own = parameters.filter(parameter => 'name' in parameter);
	const body = requestBody?.content['application/json'];
	return html`
<section id="${operationId}"><h2><b class="${method}">${method.toUpperCase()}</b> ${path}</h2>
<p>${summary}</p>
${renderParameters(own)}
${body && html`<h3>Body</h3><div>${renderSchema(body.schema)}</div>`}
<h3>Answers</h3>
<dl>${Object.entries(responses).map(
		([status, response]) => html`
<dt>${status === 'default' ? 'else' : status}<dd>${renderResponse(response)}`,
	)}</dl></section>`;
}

function renderParameters(parameters: readonly Parameter[]): Html | undefined {
	if (parameters.length === 0) return undefined;
	return html`<table><tr><th>Parameter<th>In<th>Value<th></tr>${parameters.map(
		({name, in: place, required, schema, description = ''}) => html`
<tr><td><code>${name}</code><td>${place}${required ? '' : ', optional'}<td>${renderSchema(schema)}<td>${prose(description)}</tr>`,
	)}</table>`;
}

function renderResponse({description, content = {}}: Response): Html {
	const [type, media] = Object.entries(content)[0] ?? [];
	if (type !== 'application/problem+json') {
		return html`${description}${media && html`: ${renderSchema(media.schema)}`}`;
	}
	const [, {properties}] = media!.schema['allOf'] as [unknown, {properties: {type: {enum: string[]}}}];
	const named = properties.type.enum.filter(name => name !== 'about:blank');
	if (named.length === 0) return html`${description}`;
	return html`${named.map(
		name => html`<a href="${name.replace('/docs', '')}">${name.replace('/docs#', '')}</a> `,
	)}`;
}
