import { describe, expect, it } from '@jest/globals';
import { applyLayer, type FileKind, type FileTree, type LayerChange, resolveInTree } from './file-tree.js';

const put = (path: string, kind: FileKind = 'file', target?: string): LayerChange => ({
  kind: 'put',
  entry: { path, kind, mode: 0o644, uid: 0, gid: 0, mtime: 0, size: 0, target },
});
const treeOf = (...changes: readonly LayerChange[]): FileTree => applyLayer(new Map(), changes);
const paths = (tree: FileTree) => [...tree.keys()].sort();

const below = treeOf(put('a', 'directory'), put('a/b'), put('a/c', 'directory'), put('a/c/d'), put('e'));

describe('a layer on top of another', () => {
  it.each<readonly [string, readonly LayerChange[], readonly string[]]>([
    ['adds', [put('x')], ['a', 'a/b', 'a/c', 'a/c/d', 'e', 'x']],
    ['removes a file', [{ kind: 'remove', path: 'a/b' }], ['a', 'a/c', 'a/c/d', 'e']],
    ['removes a folder with all in it', [{ kind: 'remove', path: 'a/c' }], ['a', 'a/b', 'e']],
    ['clears a folder and keeps it', [{ kind: 'clear', path: 'a' }], ['a', 'e']],
    ['clears the root', [{ kind: 'clear', path: '' }], []],
    [
      'removes what is below only, wherever that is said',
      [put('a/b'), { kind: 'remove', path: 'a/b' }],
      ['a', 'a/b', 'a/c', 'a/c/d', 'e'],
    ],
    ['puts a file where a folder was', [put('a')], ['a', 'e']],
    ['keeps what is in a folder that it names again', [put('a', 'directory')], ['a', 'a/b', 'a/c', 'a/c/d', 'e']],
    [
      'gives a file a second name',
      [{ kind: 'hard-link', path: 'f', target: 'a/b' }],
      ['a', 'a/b', 'a/c', 'a/c/d', 'e', 'f'],
    ],
  ])('%s', (_what, changes, expected) => {
    expect(paths(applyLayer(below, changes))).toEqual(expected);
  });
});

describe('a path in a tree', () => {
  const tree = treeOf(
    put('usr', 'directory'),
    put('usr/bin', 'directory'),
    put('bin', 'symlink', 'usr/bin'),
    put('abs', 'symlink', '/usr'),
    put('up', 'symlink', '../../../usr/./bin'),
    put('usr/side', 'symlink', '../bin'),
    put('loop', 'symlink', 'loop'),
  );

  it.each([
    ['is itself where nothing is linked', 'usr/bin/x', 'usr/bin/x'],
    ['goes through a link', '/bin/sh', 'usr/bin/sh'],
    ['goes through an absolute link, from the root', 'abs/lib', 'usr/lib'],
    ['stays inside where a link leads out', 'up/x', 'usr/bin/x'],
    ['goes through links of links', 'usr/side/x', 'usr/bin/x'],
    ['stays inside where it leads out itself', '../../etc', 'etc'],
    ['is the root', '/', ''],
  ])('%s', (_what, path, real) => {
    expect(resolveInTree(tree, path)).toBe(real);
  });

  it('keeps the last link where it is meant itself', () => {
    expect(resolveInTree(tree, 'bin', false)).toBe('bin');
  });

  it('is refused where links go round in a circle', () => {
    expect(() => resolveInTree(tree, 'loop/x')).toThrow('without end');
  });
});
