import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSourceTree } from './model/source-tree.js';
import { compareExports, publishedExports } from './published-exports.js';

describe('publishedExports', () => {
  it('lists the names of every entry of every published package, types marked', async () => {
    const tree = await readSourceTree(fileURLToPath(new URL('fixtures/clean', import.meta.url)));
    expect(publishedExports(tree)).toEqual([
      '@towline/shared: one',
      '@towline/shared/image: type Two',
      '@towline/shared/image: three',
      '@towline/shared/image: two',
      '@towline/shared/http: get',
      '@towline/shared/errors: one',
      '@towline/argo-updater: plan',
    ]);
  });

  it('says of an entry that it exports nothing', () => {
    const shared = { folder: 'packages/shared', name: '@x/a', dependencies: [], entries: new Map([['./b', 'b.ts']]) };
    expect(publishedExports({ files: [], packages: [shared] })).toEqual(['@x/a/b: (nothing)']);
  });
});

describe('compareExports', () => {
  it('finds a name that is published and not listed, and one that is listed and gone', () => {
    expect(compareExports(['@x/a: one', '@x/a: type Two'], ['@x/a: one', '@x/a: Two'])).toEqual({
      unlisted: ['@x/a: Two'],
      gone: ['@x/a: type Two'],
    });
  });
});
