import { describe, expect, it } from '@jest/globals';
import { readListedImages } from './image-page.js';
import { createUnchangedPages } from './unchanged-pages.js';

const page = (tag: string, nextToken?: string) =>
  Buffer.from(JSON.stringify({ imageIds: [{ imageTag: tag, imageDigest: `sha256:${'0'.repeat(64)}` }], nextToken }));

describe('a page of a listing', () => {
  it('is the same as before where the same bytes were sent', () => {
    const read = createUnchangedPages(readListedImages);
    const first = read('web', page('1', 'next'));
    const second = read('web', page('1', 'next'));
    expect(second.tags).toBe(first.tags);
    expect(second.nextToken).toBe('next');
  });

  it('is read anew where anything in it changed', () => {
    const read = createUnchangedPages(readListedImages);
    const first = read('web', page('1'));
    expect([...read('web', page('2')).tags].map(({ tag }) => tag)).toEqual(['2']);
    expect(read('web', page('1')).tags).not.toBe(first.tags);
  });

  it('is never that of another question', () => {
    const read = createUnchangedPages(readListedImages);
    expect(read('web', page('1')).tags).not.toBe(read('api', page('1')).tags);
  });

  it('is refused as often as it is no page', () => {
    const read = createUnchangedPages(readListedImages);
    for (let time = 0; time < 2; time += 1) expect(() => read('web', Buffer.from('<html>'))).toThrow('not JSON');
  });
});
