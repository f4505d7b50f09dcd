import { describe, expect, it } from '@jest/globals';
import { playHere } from './demo-here.js';
import { hopsInOrder, partNames } from './hops.js';
import { pretendLab } from './pretended-lab.js';
import type { Flaw } from './pretended-world.js';

const nobodyIsGone = () => false;

describe('a demo in which everything works', () => {
  it('goes the whole way, ends by itself, and leaves nothing behind', async () => {
    const { code, stderr, hops, lines, left } = await playHere({
      buildLab: pretendLab({ parts: partNames, isGone: nobodyIsGone }),
    });
    expect({ code, stderr, hops, left }).toEqual({ code: 0, stderr: '', hops: hopsInOrder, left: [] });
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', hops: hopsInOrder.length });
  });
});

describe('a demo in which something is not as it shall be shown', () => {
  it.each<[Flaw, (typeof hopsInOrder)[number], string]>([
    ['the build fails', 'lab-ready', 'ended as FAILURE'],
    ['latest stays behind', 'pipeline-succeeded', 'latest is not the image of the commit'],
    ['two lines change', 'plan-shown', 'is not one line'],
    ['what fails is built', 'page-changed', 'the build of a commit whose test fails succeeded'],
    ['what fails is pushed', 'test-failed', 'the registry has other tags than before'],
    ['what fails is deployed', 'test-failed', 'the page has changed'],
    ['a revert is overwritten', 'old-version-back', 'argo-updater wrote although the commit was reverted'],
    ['nothing is said of the hold', 'old-version-back', 'argo-updater does not say that it holds the image'],
    ['visitors see the crash', 'reverted-by-updater', 'visitors saw something else: Good night, Good grief'],
  ])('says so: %s', async (flaw, last, problem) => {
    const { code, stderr, left } = await playHere({
      buildLab: pretendLab({ parts: ['the operator'], isGone: nobodyIsGone, flaw }),
    });
    expect({ code, stderr, left }).toEqual({ code: 1, stderr: expect.stringContaining(problem), left: [] });
    expect(stderr).toMatch(new RegExp(`^demo: it ended after the hop ${last} \\(`));
  });
});

/** What the demo has told when it hears of what happened at a hop: it tells of its own kill at once. */
const lastToldAfter = (hop: string): string => (hop === 'two-processes' ? 'process-killed' : hop);

describe.each(partNames)('when %s is killed', (victim) => {
  it.concurrent.each(hopsInOrder)('after the hop %s, the demo says so, and nothing is left', async (hop) => {
    let isGone = false;
    const { code, stderr, left } = await playHere({
      args: ['--keep'],
      buildLab: pretendLab({ parts: [victim], isGone: () => isGone }),
      told(line, pidOf) {
        if (line.kind !== 'hop' || line.id !== hop) return;
        isGone = true;
        process.kill(pidOf(victim), 'SIGKILL');
      },
    });
    const where = `after the hop ${lastToldAfter(hop)} \\(.+\\)`;
    const why = `${victim} was ended by SIGKILL\\. It wrote last:\nready\n`;
    const message = expect.stringMatching(new RegExp(`^demo: it ended ${where}: ${why}$`));
    expect({ code, stderr, left }).toEqual({ code: 1, stderr: message, left: [] });
  });
});

/** While one process serves the page; later there are two, of which one is killed by the demo itself. */
const hopsWithOneProcess = hopsInOrder.slice(1, hopsInOrder.indexOf('replicas-changed') + 1);

it.concurrent.each(hopsWithOneProcess)(
  'goes on where the process of the page is killed after the hop %s',
  async (hop) => {
    let killPage = (): void => undefined;
    const { code, stderr, hops, left } = await playHere({
      buildLab: pretendLab({
        parts: [],
        isGone: nobodyIsGone,
        page(kill) {
          killPage = kill;
        },
      }),
      told: (line) => line.kind === 'hop' && line.id === hop && killPage(),
    });
    expect({ code, stderr, hops, left }).toEqual({ code: 0, stderr: '', hops: hopsInOrder, left: [] });
  },
);

it.concurrent.each(hopsInOrder)('after Ctrl-C at the hop %s, nothing is said and nothing is left', async (hop) => {
  const pressing = new AbortController();
  const { code, stderr, left } = await playHere({
    args: ['--keep'],
    buildLab: pretendLab({ parts: ['the operator'], isGone: () => pressing.signal.aborted }),
    signal: pressing.signal,
    told: (line) => line.kind === 'hop' && line.id === hop && pressing.abort('SIGINT'),
  });
  expect({ code, stderr, left }).toEqual({ code: 130, stderr: '', left: [] });
});
