import { describe, expect, it } from '@jest/globals';
import {
  argocdTagWithDigest,
  formatArgocdImage,
  hasRegistryPrefix,
  parseArgocdImage,
  shortForm,
} from './argocd-image.js';
import { argocdTagsEqual, findArgocdImage, findForDigestUpdate } from './argocd-match.js';

describe('parseArgocdImage', () => {
  it.each([
    ['web=quay.io/acme/web:^1.2', 'web | quay.io | acme/web | ^1.2'],
    ['docker.io/library/nginx:1', ' | docker.io | nginx | 1'],
    ['library/nginx:1', ' |  | library/nginx | 1'],
    ['docker.io/library/nginx:^1', ' | docker.io | library/nginx | ^1'],
    ['localhost:5000/web:1', ' | localhost:5000 | web | 1'],
    ['localhost:5000/web:^1', ' |  | localhost | 5000/web:^1'],
    ['GHCR.io/acme/web:1', ' | GHCR.io | acme/web | 1'],
    ['Acme/web:1', ' | Acme | web | 1'],
    ['my_registry.local/web:1', ' |  | my_registry.local/web | 1'],
    ['registry-1.docker.io/library/nginx', ' | registry-1.docker.io | library/nginx | '],
    ['index.docker.io/library/nginx', ' |  | nginx | '],
    ['nginx:>=1.0', 'nginx:> |  | 1.0 | '],
  ])('reads %s as the peer does', (identifier, expected) => {
    const { alias, registryUrl, imageName, tag } = parseArgocdImage(identifier);
    expect([alias, registryUrl, imageName, tag?.name ?? ''].join(' | ')).toBe(expected);
  });

  it('prints a digest without a tag as latest', () => {
    const image = parseArgocdImage('web=acme/web@sha256:abc');
    expect(formatArgocdImage(image)).toBe('web=acme/web@sha256:abc');
    expect(argocdTagWithDigest(image)).toBe('latest@sha256:abc');
  });

  it.each([
    ['quay.io/a/b', true, 'a/b'],
    ['localhost:5000/a', false, 'localhost:5000/a'],
    ['a/b.c', false, 'a/b.c'],
    ['docker.io/', true, ''],
  ])('registry prefix of %s: %s', (name, has, short) => {
    expect([hasRegistryPrefix(name), shortForm(name)]).toEqual([has, short]);
  });
});

describe('matching running images', () => {
  const running = ['quay.io/acme/web:1@sha256:a', 'quay.io/acme/web:1@sha256:b', 'acme/web:2'].map(parseArgocdImage);

  it('compares digests before names', () => {
    expect(argocdTagsEqual({ name: '1', digest: 'sha256:a' }, { name: '2', digest: 'sha256:a' })).toBe(true);
    expect(argocdTagsEqual({ name: '1', digest: 'sha256:a' }, { name: '1', digest: '' })).toBe(false);
  });

  it('tries the name that Kustomize uses first', () => {
    const image = parseArgocdImage('quay.io/acme/web:1');
    expect(findArgocdImage(running, image, false)).toBe(0);
    expect(findArgocdImage(running, { ...image, kustomizeImage: parseArgocdImage('acme/web') }, false)).toBe(2);
  });

  it('prefers an outdated image of the followed tag', () => {
    const image = parseArgocdImage('quay.io/acme/web:1');
    expect(findForDigestUpdate(running, image, 'sha256:a')).toBe(1);
    expect(findForDigestUpdate(running, parseArgocdImage('quay.io/acme/web:other'), 'sha256:a')).toBe(-1);
  });
});
