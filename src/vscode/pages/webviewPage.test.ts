import { expect, test } from 'vitest';
import { webviewPage } from './webviewPage';

const html = webviewPage({
  title: '<b> & "c"',
  language: 'de',
  script: 'https://host/parameters.js?a=1&b=2',
  style: 'https://host/parameters.css',
  cspSource: 'https://host',
  nonce: 'abc+/=',
});

test('nothing is allowed but the style of the extension and what carries the nonce', () => {
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  expect(policy).toBe(
    "default-src 'none'; script-src 'nonce-abc+/='; style-src https://host 'nonce-abc+/='; font-src https://host; img-src https://host blob: data:",
  );
});

test('the one script carries the nonce, and the controls find it', () => {
  expect(html.match(/<script[^>]*>/g)).toEqual([
    '<script nonce="abc+/=" src="https://host/parameters.js?a=1&amp;b=2">',
  ]);
  expect(html).toContain('<meta property="csp-nonce" content="abc+/=">');
});

test('a title from a file name is text', () => {
  expect(html).toContain('<title>&lt;b&gt; &amp; &quot;c&quot;</title>');
});
