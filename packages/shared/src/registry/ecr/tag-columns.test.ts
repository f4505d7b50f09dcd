import { describe, expect, it } from '@jest/globals';
import { type SentImage, tagsInColumns } from './tag-columns.js';

const sha256 = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (tags: readonly string[], digest: string | undefined, pushedAt?: number): SentImage => ({
  tags,
  digest,
  pushedAt,
});

/** What a list gives, twice. */
const twice = (images: readonly SentImage[]) => {
  const list = tagsInColumns(images);
  expect(list).toHaveLength([...list].length);
  expect(list.tags?.() ?? [...list].map(({ tag }) => tag)).toEqual([...list].map(({ tag }) => tag));
  if (list.withTag) for (const one of list) expect(list.withTag(one.tag)).toEqual(one);
  expect(list.withTag?.('no such tag')).toBeUndefined();
  return [[...list], [...list]];
};

describe('tagsInColumns', () => {
  it.each<readonly [string, readonly SentImage[]]>([
    ['nothing', []],
    ['one tag an image', [image(['a'], sha256('1')), image(['b'], sha256('2'))]],
    ['several tags on one image', [image(['a', 'b'], sha256('1')), image(['c'], sha256('2'))]],
    ['push times', [image(['a'], sha256('1'), 1_000), image(['b', 'c'], sha256('2'), 2_000)]],
    ['push times of some', [image(['a'], sha256('1')), image(['b'], sha256('2'), 2_000)]],
    ['an image without a tag', [image([], sha256('1')), image(['b'], sha256('2'), 2_000)]],
    ['an image without a digest', [image(['a'], undefined, 1_000), image(['b'], sha256('2'))]],
    ['a digest of another algorithm', [image(['a'], `sha512:${'1'.repeat(128)}`), image(['b'], sha256('2'))]],
    ['a name with a line break', [image(['a\nb', 'c'], sha256('1'))]],
  ])('gives %s as it was sent, as often as it is looked at', (_what, images) => {
    const sent = images.flatMap(({ tags, digest, pushedAt }) => tags.map((tag) => ({ tag, digest, pushedAt })));
    expect(twice(images)).toEqual([sent, sent]);
  });

  it.each([
    ['is no hex', `sha256:${'x'.repeat(64)}`],
    ['is no hex at its end', `sha256:${'1'.repeat(63)}g`],
    ['is in capitals', `sha256:${'A'.repeat(64)}`],
    ['is too short', `sha256:${'1'.repeat(62)}`],
    ['is of no known form', 'latest'],
  ])('refuses a digest that %s', (_what, digest) => {
    expect(() => tagsInColumns([image(['a'], sha256('1')), image(['b'], digest)])).toThrow('as a digest');
  });
});
