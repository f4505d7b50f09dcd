import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openGitRepository } from '@towline/shared/git';
import type { FileChange } from '@towline/shared/ports';
import { type GitServer, startGitServer } from '@towline/test-kit/git';
import fc from 'fast-check';
import { accepted, snapshotOf } from './git-suite.js';
import { dependencies, identity } from './git-targets.js';

let server: GitServer;
let folder: string;
let count = 0;
beforeAll(async () => {
  server = await startGitServer();
  folder = await mkdtemp(join(tmpdir(), 'towline-git-random-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Files are called by upper case and folders by lower case, so that no file is ever in the way of a folder. */
const part = fc.constantFrom('a', 'b b', 'ü', '"q"', 'c\\d', 'e\nf', '-x', '$(g)', '\u{1F6A2}');
const path = fc
  .tuple(fc.array(part, { maxLength: 2 }), part)
  .map(([folders, name]) => [...folders, name.toUpperCase().concat('!')].join('/'));
const content = fc.uint8Array({ maxLength: 40 });
const change = fc.tuple(path, fc.option(content), fc.boolean());
const history = fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });

type Model = Map<string, { readonly content: Uint8Array; readonly executable: boolean }>;

it('any commits bring about the tree that they describe', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (commits) => {
      count += 1;
      const remote = await server.createRepository(`r${count}.git`, { start: 'x' });
      const directory = join(folder, String(count));
      const repository = openGitRepository(dependencies, { identity, url: remote.url, directory });
      const model: Model = new Map([['start', { content: Buffer.from('x'), executable: false }]]);
      const requests = commits.map((changes, n) => ({
        message: `Commit ${n}`,
        author: identity,
        changes: changes.map(([at, bytes, executable]): FileChange => {
          if (bytes === null) model.delete(at);
          else model.set(at, { content: bytes, executable });
          if (bytes === null) return { kind: 'delete', path: at };
          return { kind: 'write', path: at, content: bytes, executable };
        }),
      }));
      accepted(await repository.push({ onto: await snapshotOf(repository), commits: requests }));
      const directory2 = join(folder, `${count}-again`);
      const again = await snapshotOf(
        openGitRepository(dependencies, { identity, url: remote.url, directory: directory2 }),
      );
      const files = (await again.list()).filter(({ kind }) => kind !== 'folder');
      const contents = await again.read(files.map((file) => file.path));
      const seen = files.map((file) => [file.path, file.kind === 'executable', [...(contents.get(file.path) ?? [])]]);
      const meant = [...model].map(([at, file]) => [at, file.executable, [...file.content]]);
      expect(seen.sort(byPath)).toEqual(meant.sort(byPath));
      await remote.git(['fsck', '--strict', '--no-dangling']);
    }),
    { numRuns: 12 },
  );
});

function byPath(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one[0]) < String(other[0]) ? -1 : 1;
}
