import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { differences } from './differences.js';
import { differencesPage } from './differences-page.js';

const page = fileURLToPath(new URL('../../docs/reference/differences.md', import.meta.url));

describe('the list of differences', () => {
  it('is the page docs/reference/differences.md (UPDATE_DOCS=1 writes it)', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(page, differencesPage());
    expect(readFileSync(page, 'utf8')).toBe(differencesPage());
  });

  it('names each difference once', () => {
    const ids = differences.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
