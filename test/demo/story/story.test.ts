import { describe, expect, it } from '@jest/globals';
import { createPaint } from '@towline/shared/cli';
import { type Story, type StoryTeller, tellToPeople, tellToPrograms } from './story.js';
import { summaryText } from './summary.js';

/** Tells a short story whose hops come 1.5 seconds after each other. */
function tell(teller: (options: StoryTeller) => Story, hasColors = false) {
  let [text, now] = ['', 0];
  const paint = createPaint(hasColors);
  const write = (more: string): void => {
    text += more;
  };
  const story = teller({ now: () => now, write, paint });
  const hop: Story['hop'] = (told) => {
    now += 1_500;
    story.hop(told);
  };
  story.note('everything is kept in /tmp/demo, until the end');
  story.scene('Everything starts');
  story.part('the registry', 42);
  hop({ id: 'lab-ready', what: 'everything runs', look: { page: 'http://127.0.0.1:80' } });
  story.scene('git push');
  hop({ id: 'committed', what: 'one line is committed', shown: '--- a/web\n+++ b/web\n-1.0\n+1.1\n' });
  now += 3_000;
  hop({ id: 'page-changed', what: 'the page has changed' });
  return { text, summary: summaryText(story.hops, paint) };
}

describe('a story', () => {
  it('is told to people with the time of each hop, what to look at, and what it shows', () => {
    expect(tell(tellToPeople).text).toBe(`        everything is kept in /tmp/demo, until the end

1. Everything starts
        the registry runs as process 42
  1.5s  ✓ everything runs
           page: http://127.0.0.1:80

2. git push
  3.0s  ✓ one line is committed
           │ --- a/web
           │ +++ b/web
           │ -1.0
           │ +1.1
  7.5s  ✓ the page has changed
`);
  });

  it('shows what goes in red and what comes in green, and no heads of a diff so', () => {
    const lines = tell(tellToPeople, true).text.split('\n');
    const colors = ['--- a/web', '+++ b/web', '-1.0', '+1.1'].map((part) => {
      const line = lines.find((one) => one.includes(part)) ?? '';
      return [line.includes(`\u001b[31m${part}`), line.includes(`\u001b[32m${part}`)];
    });
    expect(colors).toEqual([
      [false, false],
      [false, false],
      [true, false],
      [false, true],
    ]);
  });

  it('is told to programs as a line of JSON for each hop, process and note', () => {
    const lines = tell(tellToPrograms)
      .text.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { kind: 'note', text: 'everything is kept in /tmp/demo, until the end' },
      { kind: 'part', name: 'the registry', pid: 42 },
      { kind: 'hop', id: 'lab-ready', scene: 'Everything starts', atMs: 1_500, tookMs: 1_500 },
      { kind: 'hop', id: 'committed', scene: 'git push', atMs: 3_000, tookMs: 1_500 },
      { kind: 'hop', id: 'page-changed', scene: 'git push', atMs: 7_500, tookMs: 4_500 },
    ]);
  });

  it('ends in all hops at a glance, each with a bar as long as it took', () => {
    expect(tell(tellToPeople).summary).toBe(`Everything starts
    1.5s ▇▇▇▇▇▇▇              everything runs
git push
    1.5s ▇▇▇▇▇▇▇              one line is committed
    4.5s ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ the page has changed
`);
  });
});
