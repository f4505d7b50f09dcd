import { describe, expect, it } from '@jest/globals';
import { parseGitSha } from '@towline/shared/image';
import type { FileHistoryEntry } from '@towline/shared/ports';
import { relevantHistory } from './relevant-history.js';

const ours = 'bot@example.com';
const application = { namespace: 'argocd', name: 'shop' };

/** `person`, or an update of ours: `shop web api` updates two images of the Application shop. A `?` has lost its trailers. */
function entryOf(text: string, index: number): FileHistoryEntry {
  const [name = '', ...images] = text.split(' ');
  const sha = parseGitSha(`${index}`.padStart(40, '0'));
  if (sha === undefined) throw new Error(`${index} makes no id`);
  const trailers = [`Towline-Application: argocd/${name}`, ...images.map((image) => `Towline-Image: ${image} 1 → 2`)];
  const isPerson = name === 'person';
  const commit = {
    sha,
    parents: [],
    author: { name: 'Ada', email: isPerson ? 'ada@example.com' : ours },
    committedAt: 0,
    subject: text,
    body: isPerson || name === '?' ? '' : trailers.join('\n'),
  };
  return { commit, paths: ['f'] };
}

function relevant(texts: readonly string[], images: readonly string[] = ['web']) {
  const { entries, isComplete } = relevantHistory(texts.map(entryOf), { application, images, emails: [ours] });
  return { entries: entries.map(({ commit }) => commit.subject), isComplete };
}

describe('relevantHistory', () => {
  it.each<readonly [string, readonly string[], ReturnType<typeof relevant>]>([
    ['nothing where nobody has changed anything', [], { entries: [], isComplete: false }],
    ['nothing where only we have', ['shop web', 'shop web'], { entries: [], isComplete: true }],
    [
      'all back to our own last update',
      ['person', 'shop web', 'person'],
      { entries: ['person', 'shop web'], isComplete: true },
    ],
    [
      'more than there is, where our own last update is not among it',
      ['person', '? ', 'person'],
      { entries: ['person', '? ', 'person'], isComplete: false },
    ],
    [
      'no updates of ours for others in the same file',
      ['news web', 'person', 'blog web', 'shop web'],
      { entries: ['person', 'shop web'], isComplete: true },
    ],
    [
      'nothing of the past of another image',
      ['shop api', 'person', 'shop web'],
      { entries: ['shop api', 'person', 'shop web'], isComplete: true },
    ],
  ])('is %s', (_what, texts, expected) => {
    expect(relevant(texts)).toEqual(expected);
  });

  it('goes back to the last update of each image', () => {
    const texts = ['person', 'shop web', 'person', 'shop api', 'person'];
    expect(relevant(texts, ['web', 'api'])).toEqual({ entries: texts.slice(0, 4), isComplete: true });
  });

  it('ends after a thousand states, however many updates for others are among them', () => {
    const texts = Array.from({ length: 4_000 }, (_, index) => (index % 3 === 0 ? 'person' : 'news web'));
    const { entries, isComplete } = relevant(texts);
    expect([entries.length, isComplete]).toEqual([1_000, true]);
  });
});
