import { describe, expect, it } from '@jest/globals';
import { readImageList } from './image-list.js';

const read = (text: string, compat = false) =>
  readImageList({ 'argocd-image-updater.argoproj.io/image-list': text }, compat).items.map(({ alias, imageName }) => [
    alias,
    imageName,
  ]);

describe('readImageList', () => {
  it.each([
    [
      'web=nginx:1.x, api = quay.io/acme/api ,',
      [
        ['web', 'nginx:1.x'],
        ['api', 'quay.io/acme/api'],
      ],
    ],
    ['nginx:>=1.0', [['', 'nginx:>=1.0']]],
    [
      'web=nginx:>=1.0, <2.0,api=acme/api',
      [
        ['web', 'nginx:>=1.0, <2.0'],
        ['api', 'acme/api'],
      ],
    ],
    ['a/b=quay.io/a/b:1=2', [['a/b', 'quay.io/a/b:1=2']]],
    ['=nginx', [['', 'nginx']]],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['nginx:>=1.0', [['nginx:>', '1.0']]],
    [
      'web=nginx:>=1.0, <2.0',
      [
        ['web', 'nginx:>=1.0'],
        ['', '<2.0'],
      ],
    ],
  ])('splits %s where argocd-image-updater does under compat', (text, expected) => {
    expect(read(text, true)).toEqual(expected);
  });

  it.each([
    [{}, 'image-list-missing'],
    [{ 'argocd-image-updater.argoproj.io/image-list': ' , ' }, 'image-list-empty'],
    [{ 'argocd-image-updater.argoproj.io/image-list': 'web=' }, 'image-name-empty'],
  ])('refuses %j', (annotations, code) => {
    expect(readImageList(annotations).findings.map((finding) => finding.code)).toEqual([code]);
  });
});
