import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { page } from './page.mjs';

const title = readFileSync(new URL('title.txt', import.meta.url), 'utf8').trim();

test('the page shows its title', () => {
  assert.match(page({ title, host: 'here', pid: 1 }), new RegExp(`<h1>${title}</h1>`));
});

test('a title is text', () => {
  assert.match(page({ title: '<b>', host: 'here', pid: 1 }), /<h1>&lt;b&gt;<\/h1>/);
});
