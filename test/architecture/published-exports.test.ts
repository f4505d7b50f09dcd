import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSourceTree } from './model/source-tree.js';
import { publishedExports } from './published-exports.js';

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
