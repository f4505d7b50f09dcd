import { describe, expect, it } from '@jest/globals';
import { parseGitSha } from '@towline/shared/image';
import type { CommitSummary } from '@towline/shared/ports';
import { lastWrites } from './last-writes.js';

/** Commits with these bodies, the newest first; the first is of `dddd…`, the next of `cccc…`. */
const log = (...bodies: readonly (readonly string[])[]): readonly CommitSummary[] =>
  bodies.map((lines, index) => {
    const sha = parseGitSha(String.fromCharCode(100 - index).repeat(40));
    if (sha === undefined) throw new RangeError(`${index}`);
    const author = { name: 'Ada', email: 'ada@example.com' };
    return { sha, parents: [], author, committedAt: 1_000 - index, subject: '', body: lines.join('\n') };
  });
const said = (...bodies: readonly (readonly string[])[]) =>
  [...lastWrites(log(...bodies), 'main')].map(
    ([application, { commit, at, images }]) =>
      `${application} ${commit.slice(0, 1)} ${at}: ${images.map(({ name, from, to }) => `${name} ${from} ${to}`).join(', ')}`,
  );
const web = 'Towline-Application: argocd/web';

describe('what commits of ours last wrote', () => {
  it.each<[string, readonly (readonly string[])[], readonly string[]]>([
    ['an update', [['updates it', '', web, 'Towline-Image: web 1.0 → 1.1']], ['argocd/web d 1000: web 1.0 1.1']],
    ['a first version', [[web, 'Towline-Image: web → 1.1']], ['argocd/web d 1000: web undefined 1.1']],
    [
      'several images',
      [[web, 'Towline-Image: web 1.0 → 1.1', 'Towline-Image: shop/db sha256:a → sha256:b']],
      ['argocd/web d 1000: web 1.0 1.1, shop/db sha256:a sha256:b'],
    ],
    [
      'a batch',
      [[web, 'Towline-Image: web 1.0 → 1.1', 'Towline-Application: argocd/api', 'Towline-Image: api 2 → 3']],
      ['argocd/web d 1000: web 1.0 1.1', 'argocd/api d 1000: api 2 3'],
    ],
    [
      'the newest of two',
      [
        [web, 'Towline-Image: web 1.1 → 1.2'],
        [web, 'Towline-Image: web 1.0 → 1.1'],
      ],
      ['argocd/web d 1000: web 1.1 1.2'],
    ],
    [
      'nothing where it was taken back',
      [
        [web, 'Towline-Rollback: web 1.1 → 1.0'],
        [web, 'Towline-Image: web 1.0 → 1.1'],
      ],
      [],
    ],
    [
      'one below commits of people',
      [['a note'], [web, 'Towline-Image: web 1.0 → 1.1']],
      ['argocd/web c 999: web 1.0 1.1'],
    ],
    ['nothing that names no Application', [['Towline-Image: web 1.0 → 1.1']], []],
    ['nothing that cannot be read', [[web, 'Towline-Image: web']], []],
  ])('are told: %s', (_what, bodies, expected) => {
    expect(said(...bodies)).toEqual(expected);
  });
});
