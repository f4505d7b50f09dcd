import { describe, expect, it } from '@jest/globals';
import type { Application, ApplicationStatus } from '../application/application.js';
import { judgeRollout, startRollout } from './rollout.js';
import { liveApplication } from './testdata/live-application.js';

const image = { repository: 'registry.example.com/web', tag: '1.1', digest: undefined };
const limits = { timeoutMs: 600_000, settleMs: 60_000 };

const application = (status: Partial<ApplicationStatus>, automated = true): Application => ({
  ...liveApplication('web', {
    images: ['registry.example.com/web:1.1'],
    operation: { phase: 'Succeeded', message: undefined, startedAt: 'then' },
    ...status,
  }),
  automated,
});
const old = { images: ['registry.example.com/web:1.0'] };
const failed = { phase: 'Failed', message: 'no such namespace', startedAt: 'now' };

describe('judgeRollout', () => {
  const judge = (
    status: Partial<ApplicationStatus>,
    after = 1_000,
    { automated = true, before = old }: { automated?: boolean; before?: Partial<ApplicationStatus> } = {},
  ) => {
    const rollout = startRollout(application(before), [image], 0);
    const { verdict, judgeAgainAt } = judgeRollout(rollout, application(status, automated), { now: after, limits });
    return [verdict.kind, 'reason' in verdict ? verdict.reason : undefined, judgeAgainAt];
  };

  it.each([
    ['is committed while the old image is live', old, ['committed', 'the image is not live yet', 600_000]],
    ['is committed until Argo CD compared it', { sync: 'OutOfSync' }, ['committed', 'it is OutOfSync', 600_000]],
    ['is synced while it starts', { health: 'Progressing' }, ['synced', 'it is Progressing', 600_000]],
    ['is healthy', {}, ['healthy', undefined, undefined]],
    [
      'is healthy where something else drifts after the sync',
      { sync: 'OutOfSync', operation: { ...failed, phase: 'Succeeded' } },
      ['healthy', undefined, undefined],
    ],
    ['is healthy where nothing live is of the repository', { images: ['other:1'] }, ['healthy', undefined, undefined]],
    [
      'has failed when it is degraded',
      { health: 'Degraded', healthMessage: 'crashes' },
      ['failed', 'it is Degraded: crashes', undefined],
    ],
    [
      'has failed when the sync has',
      { ...old, operation: failed },
      ['failed', 'the sync failed: no such namespace', undefined],
    ],
    [
      'is not judged by a sync from before',
      { ...old, operation: { ...failed, startedAt: 'then' } },
      ['committed', 'the image is not live yet', 600_000],
    ],
  ])('%s', (_what, status, expected) => {
    expect(judge(status)).toEqual(expected);
  });

  it('has failed when it is not healthy in time', () => {
    expect(judge({ health: 'Progressing' }, 600_000)).toEqual([
      'failed',
      'it is not healthy in time: it is Progressing',
      undefined,
    ]);
  });

  it('waits for a person for ever where nothing syncs by itself', () => {
    expect(judge(old, 6_000_000, { automated: false })).toEqual([
      'committed',
      'Argo CD does not sync it by itself',
      undefined,
    ]);
  });

  it('waits for ever for what is read from a file, which does not say what is live', () => {
    const read = { ...application({}), status: undefined };
    const rollout = startRollout(read, [image], 0);
    expect(judgeRollout(rollout, read, { now: 6_000_000, limits })).toMatchObject({
      verdict: { kind: 'committed' },
      judgeAgainAt: undefined,
    });
  });

  it('gives an Application that was degraded before time to recover', () => {
    const before = { ...old, health: 'Degraded' };
    expect(judge({ health: 'Degraded' }, 59_999, { before })).toEqual(['synced', 'it is Degraded', 60_000]);
    expect(judge({ health: 'Degraded' }, 60_000, { before })).toEqual(['failed', 'it is Degraded', undefined]);
  });

  it('is not patient any more once it was something else', () => {
    const rollout = startRollout(application({ ...old, health: 'Degraded' }), [image], 0);
    const progressing = judgeRollout(rollout, application({ health: 'Progressing' }), { now: 1, limits });
    const degraded = judgeRollout(progressing.rollout, application({ health: 'Degraded' }), { now: 2, limits });
    expect(degraded.verdict.kind).toBe('failed');
  });

  it('tells images apart by their digests where both have one', () => {
    const [one, other] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`);
    const rollout = startRollout(application(old), [{ ...image, digest: one }], 0);
    const kinds = [one, other].map((digest) => {
      const live = application({ images: [`registry.example.com/web:1.1@${digest}`] });
      return judgeRollout(rollout, live, { now: 1, limits }).verdict.kind;
    });
    expect(kinds).toEqual(['healthy', 'committed']);
  });
});
