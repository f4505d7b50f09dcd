import { describe, expect, it } from '@jest/globals';
import { readListedImages } from './image-page.js';
import { scanListedImages } from './listed-bytes.js';

const sha256 = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (imageTag: string, digit: string) => ({ imageDigest: sha256(digit), imageTag });
const web = JSON.stringify(image('1.0.0', '1'));
const api = JSON.stringify(image('v2_a-B', 'f'));
const bytes = (...images: readonly string[]) => Buffer.from(`{"imageIds":[${images.join(',')}]}`);

describe('a page of ListImages', () => {
  it.each<readonly [string, Buffer, number]>([
    ['one image', bytes(web), 1],
    ['two images', bytes(web, api), 2],
    ['an image with its tag first', bytes(web, `{"imageTag":"b","imageDigest":"${sha256('2')}"}`, api), 1],
    ['a tag with an escape', bytes(web, JSON.stringify(image('a"b', '2'))), 1],
    ['a name with a letter that is no tag’s', bytes(JSON.stringify(image('é', '2')), api), 0],
    ['an image without a tag', bytes(web, `{"imageDigest":"${sha256('2')}"}`), 1],
    ['one more field', bytes(web, `${api.slice(0, -1)},"x":1}`), 1],
    ['spaces', Buffer.from(` {"imageIds": [ ${web} ] }`), 0],
    ['a token behind', Buffer.from(`{"imageIds":[${web}],"nextToken":"t"}`), 1],
    ['a token before', Buffer.from(`{"nextToken":"t","imageIds":[${web}]}`), 0],
    ['nothing', bytes(), 0],
  ])('is read with %s as JSON says, as far as it goes from its bytes', (_what, page, scanned) => {
    const { imageIds, nextToken } = JSON.parse(page.toString('utf8'));
    const expected = imageIds
      .filter(({ imageTag }: { imageTag?: string }) => imageTag !== undefined)
      .map(({ imageTag: tag, imageDigest: digest }: Record<string, string>) => ({ tag, digest, pushedAt: undefined }));
    const read = readListedImages(page);
    expect([...read.tags]).toEqual(expected);
    expect(read.tags).toHaveLength(expected.length);
    expect(read.nextToken).toBe(nextToken);
    expect(scanListedImages(page).columns).toHaveLength(scanned);
  });

  it.each([
    ['ends within an image', bytes(web, api).subarray(0, -20)],
    ['ends behind an image', bytes(web, api).subarray(0, -2)],
    ['has a comma behind its last image', Buffer.from(`{"imageIds":[${web},]}`)],
    ['has no comma between two', Buffer.from(`{"imageIds":[${web}${api}]}`)],
    ['has a digest in capitals', bytes(web, JSON.stringify(image('a', 'A')))],
    ['has a digest that is no hex', bytes(JSON.stringify(image('a', 'x')))],
    ['has a short digest', bytes(web.replace('1111', ''))],
  ])('is refused where it %s', (_what, page) => {
    expect(() => readListedImages(page)).toThrow(expect.objectContaining({ code: 'registry-bad-response' }));
  });
});
