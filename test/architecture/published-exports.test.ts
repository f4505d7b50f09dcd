import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSourceTree } from './model/source-tree.js';
import { compareExports, publishedExports } from './published-exports.js';

describe('publishedExports', () => {
  it('lists the names of every entry of every published package, types marked', async () => {
    const tree = await readSourceTree(fileURLToPath(new URL('fixtures/clean', import.meta.url)));
    expect(publishedExports(tree)).toEqual({
      '@towline/shared': {
        '.': ['one'],
        './image': ['type Two', 'three', 'two'],
        './http': ['get'],
        './errors': ['one'],
      },
      '@towline/argo-updater': { '.': ['plan'] },
    });
  });
});

describe('compareExports', () => {
  const listed = { '@x/a': { '.': ['one', 'type Two'] } };

  it('finds a name that is published and not listed, and one that is listed and gone', () => {
    expect(compareExports(listed, { '@x/a': { '.': ['one', 'Two'] } })).toEqual({
      unlisted: ['@x/a .: Two'],
      gone: ['@x/a .: type Two'],
    });
  });

  it('finds an entry that has no names yet', () => {
    expect(compareExports(listed, { '@x/a': { ...listed['@x/a'], './b': [] } })).toEqual({
      unlisted: ['@x/a ./b: '],
      gone: [],
    });
  });
});
