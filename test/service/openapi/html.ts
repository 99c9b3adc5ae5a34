import test from 'ava';
import {html, prose} from '../../../service/openapi/html.ts';

test('what is put into markup is escaped', t => {
	t.is(html`<b title="${'"&\''}">${'<script>'}</b>`.markup, '<b title="&quot;&amp;&#39;">&lt;script&gt;</b>');
});

test('markup put into markup stays as it is', t => {
	t.is(html`<ul>${['a', '<'].map(text => html`<li>${text}`)}</ul>`.markup, '<ul><li>a<li>&lt;</ul>');
	t.is(html`<p>${undefined}${0}`.markup, '<p>0');
});

test('prose shows code and links, and nothing else of what it holds', t => {
	t.is(
		prose('`<i>`, see https://a.example/b').markup,
		'<code>&lt;i&gt;</code>, see <a href="https://a.example/b">https://a.example/b</a>',
	);
});
