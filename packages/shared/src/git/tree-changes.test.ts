import { describe, expect, it } from '@jest/globals';
import type { FileChange, TreeEntry } from '../ports/index.js';
import { resolveCommits } from './tree-changes.js';

const entries: readonly TreeEntry[] = [
  { path: 'dir', kind: 'folder', id: '1' },
  { path: 'dir/file', kind: 'file', id: '2' },
  { path: 'dir/run.sh', kind: 'executable', id: '3' },
  { path: 'link', kind: 'symlink', id: '4' },
  { path: 'module', kind: 'submodule', id: '5' },
];
const author = { name: 'a', email: 'a@x' };
const content = Buffer.from('x');
const write = (path: string, executable?: boolean): FileChange => ({
  kind: 'write',
  path,
  content,
  ...(executable === undefined ? {} : { executable }),
});
const remove = (path: string): FileChange => ({ kind: 'delete', path });
const resolve = (...commits: (readonly FileChange[])[]) =>
  resolveCommits(
    entries,
    commits.map((changes) => ({ message: 'm', author, changes })),
  ).map(({ changes }) =>
    changes.map((change) => ('mode' in change ? `${change.mode} ${change.path}` : `D ${change.path}`)),
  );

describe('changes', () => {
  it.each([
    ['a file', [write('dir/file')], ['100644 dir/file']],
    ['a script keeps its mode', [write('dir/run.sh')], ['100755 dir/run.sh']],
    ['a script loses its mode where that is asked', [write('dir/run.sh', false)], ['100644 dir/run.sh']],
    ['a file in new folders', [write('new/er/file')], ['100644 new/er/file']],
    ['deleting a file', [remove('dir/file')], ['D dir/file']],
    ['deleting what is not there is no change', [remove('dir/absent'), remove('no/where')], []],
    [
      'a file that is deleted and written again',
      [remove('dir/file'), write('dir/file')],
      ['D dir/file', '100644 dir/file'],
    ],
  ])('fit: %s', (_what, changes, expected) => {
    expect(resolve(changes)).toEqual([expected]);
  });

  it('see what the commit before left', () => {
    expect(resolve([write('new.sh', true)], [write('new.sh')], [remove('new.sh')], [remove('new.sh')])).toEqual([
      ['100755 new.sh'],
      ['100755 new.sh'],
      ['D new.sh'],
      [],
    ]);
  });

  it.each([
    ['a folder', 'dir'],
    ['a symbolic link', 'link'],
    ['a submodule', 'module'],
    ['a path below a file', 'dir/file/x'],
    ['a path below a link', 'link/x'],
    ['a path below a submodule', 'module/x'],
    ['an empty path', ''],
    ['an absolute path', '/x'],
    ['a path with ..', 'dir/../x'],
    ['a path with .', './x'],
    ['an empty part', 'dir//x'],
    ['a slash at the end', 'dir/'],
    ["Git's folder", 'dir/.git/hooks/x'],
    ["Git's folder as Windows reads it", '.GIT . /x'],
    ["Git's folder by its short name", 'git~1/x'],
    ['a NUL', 'a\0b'],
    ['half a character', 'a\ud800'],
  ])('are refused: %s', (_what, path) => {
    expect(() => resolve([write(path)])).toThrow(expect.objectContaining({ code: 'git-path' }));
    if (path !== 'dir/file/x' && !path.startsWith('link/') && !path.startsWith('module/')) {
      expect(() => resolve([remove(path)])).toThrow(expect.objectContaining({ code: 'git-path' }));
    }
  });

  it('are refused where an earlier commit put a file in the way', () => {
    expect(() => resolve([write('new')], [write('new/file')])).toThrow(expect.objectContaining({ code: 'git-path' }));
    expect(() => resolve([write('new/file')], [write('new')])).toThrow(expect.objectContaining({ code: 'git-path' }));
  });
});
