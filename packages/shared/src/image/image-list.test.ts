import { describe, expect, it } from '@jest/globals';
import { parseImageList } from './image-list.js';
import { formatRepository } from './repository.js';

const digest = `sha256:${'a'.repeat(64)}`;

function entries(text: string): readonly unknown[] {
  return parseImageList(text).entries.map(({ alias, image, constraint, digest: pinned }) =>
    [alias, formatRepository(image), constraint, pinned].map((part) => part ?? '-').join(' '),
  );
}

describe('parseImageList', () => {
  it.each([
    ['nginx', ['- docker.io/library/nginx - -']],
    ['web=ghcr.io/acme/web:^1.2', ['web ghcr.io/acme/web ^1.2 -']],
    ['a=nginx:1.x , b=redis', ['a docker.io/library/nginx 1.x -', 'b docker.io/library/redis - -']],
    ['web=localhost:5000/web:~1', ['web localhost:5000/web ~1 -']],
    ['web=localhost:5000/web', ['web localhost:5000/web - -']],
    ['nginx:>=1.0', ['- docker.io/library/nginx >=1.0 -']],
    ['nginx:=1.0', ['- docker.io/library/nginx =1.0 -']],
    [
      'web=nginx:>=1.0,<2.0,!=1.5 , redis',
      ['web docker.io/library/nginx >=1.0,<2.0,!=1.5 -', '- docker.io/library/redis - -'],
    ],
    ['a=nginx:1.x || >=2.5 <3', ['a docker.io/library/nginx 1.x || >=2.5 <3 -']],
    ['ghcr.io/old/web=gcr.io/new/web:1', ['ghcr.io/old/web gcr.io/new/web 1 -']],
    [`web=nginx:main@${digest}`, [`web docker.io/library/nginx main ${digest}`]],
    ['nginx:', ['- docker.io/library/nginx - -']],
    [' ,, ', []],
  ])('reads %j', (text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  it('refuses what follows a digest', () => {
    expect(parseImageList(`nginx@${digest}@x`)).toMatchObject({
      entries: [],
      findings: [{ text: `nginx@${digest}@x` }],
    });
  });

  it('reports every entry that it cannot read and keeps the others', () => {
    const { entries: read, findings } = parseImageList('a=Acme/web:1, b=nginx, c=nginx@sha256:1, https://ghcr.io/x');
    expect(read.map(({ alias }) => alias)).toEqual(['b']);
    expect(findings.map(({ text }) => text)).toEqual(['a=Acme/web:1', 'c=nginx@sha256:1', 'https://ghcr.io/x']);
    expect(findings[0]).toMatchObject({
      problem: '"Acme" has upper-case letters',
      hint: expect.stringContaining('acme'),
    });
  });
});
