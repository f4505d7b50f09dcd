import { describe, expect, it } from '@jest/globals';
import type { ImageSettings } from '../settings.js';
import { concernsImage } from './image-event.js';
import { liveImages, pairWithLive } from './live-images.js';
import { manageImages } from './manage-images.js';

const place = { images: '', image: () => '', writeBack: () => '' };

function images(...names: readonly (string | ImageSettings)[]) {
  const list = names.map((name) => (typeof name === 'string' ? { alias: '', imageName: name } : name));
  return manageImages({
    settings: { images: list, common: {}, writeBack: {}, verification: undefined, own: {}, place },
    annotations: {},
    compat: false,
  }).images;
}

describe('what is live', () => {
  it.each([
    ['docker.io/library/nginx:1.0', 'nginx:^1', true, false],
    ['nginx:1.0', 'index.docker.io/library/nginx:^1', true, false],
    ['quay.io/acme/web:1.0', 'quay.io/acme/web', true, true],
    ['quay.io/acme/web:1.0', 'ghcr.io/acme/web', false, false],
  ])('%s for %s', (status, name, byMeaning, bySpelling) => {
    const list = images(name);
    expect(pairWithLive(liveImages([status], list), list)).toHaveLength(byMeaning ? 1 : 0);
    expect(pairWithLive(liveImages([status], list, true), list, true)).toHaveLength(bySpelling ? 1 : 0);
  });

  it('is found under the name that Kustomize uses', () => {
    const list = images({
      alias: 'web',
      imageName: 'quay.io/acme/web',
      manifestTargets: { kustomize: { name: 'base/web' } },
    });
    const live = liveImages(['quay.io/acme/web:2', 'base/web:1'], list);
    expect(pairWithLive(live, list)[0]?.live.argocd.tag?.name).toBe('1');
  });

  it('holds a forced image once, without a version', () => {
    const force = { alias: 'job', imageName: 'acme/job:^1', commonUpdateSettings: { forceUpdate: true } };
    const list = images(force, { ...force, alias: 'again' });
    expect(liveImages([], list).map(({ argocd }) => [argocd.alias, argocd.tag])).toEqual([['job', undefined]]);
    expect(liveImages(['acme/job:1'], list)).toHaveLength(1);
  });
});

describe('news of a repository', () => {
  it.each([
    ['nginx', { host: 'docker.io', path: 'library/nginx' }, true, true],
    ['nginx', { host: 'ghcr.io', path: 'nginx' }, false, true],
    ['quay.io/acme/web', { host: 'ghcr.io', path: 'acme/web' }, false, false],
  ])('concern %s from %j: %s, under compat: %s', (name, repository, expected, byPeer) => {
    const [image] = images(name);
    expect(image && concernsImage(image, repository)).toBe(expected);
    expect(image && concernsImage(image, repository, true)).toBe(byPeer);
  });
});
