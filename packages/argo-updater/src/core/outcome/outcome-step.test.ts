import { describe, expect, it } from '@jest/globals';
import type { DeliveryMemory, MemoryState } from './delivery-memory.js';
import { outcomeStep } from './outcome-step.js';
import type { RolloutVerdict } from './rollout.js';

const written: DeliveryMemory = {
  state: 'written',
  images: [{ label: 'web', repository: 'registry.example.com/web', from: '1.0', to: '1.1' }],
  at: 0,
  degradedBefore: false,
  brokenBefore: false,
  failedBefore: false,
  takesBack: false,
};
const healthy: RolloutVerdict = { kind: 'healthy' };
const synced: RolloutVerdict = { kind: 'synced', reason: 'it is Progressing' };
const committed: RolloutVerdict = { kind: 'committed', reason: 'the image is not live yet' };
const bad: RolloutVerdict = { kind: 'failed', reason: 'it is Degraded', isOfImage: true };
const stuck: RolloutVerdict = { kind: 'failed', reason: 'it is not live in time', isOfImage: false };

type Flag = 'failedBefore' | 'brokenBefore' | 'takesBack';
const memory = (state: MemoryState, flag?: Flag): DeliveryMemory => ({
  ...written,
  state,
  ...(flag && { [flag]: true }),
});

describe('outcomeStep', () => {
  it.each<[MemoryState, Flag | undefined, RolloutVerdict, string, string | undefined, boolean]>([
    ['written', undefined, committed, 'written', undefined, false],
    ['written', undefined, synced, 'written', undefined, false],
    ['written', undefined, healthy, 'healthy', 'healthy', false],
    ['written', undefined, bad, 'failed', 'failed', true],
    ['written', undefined, stuck, 'failed', 'failed', false],
    ['written', 'takesBack', bad, 'failed', 'failed', false],
    ['written', 'brokenBefore', bad, 'failed', 'failed', false],
    ['written', 'failedBefore', healthy, 'healthy', 'recovered', false],
    ['written', 'failedBefore', bad, 'failed', 'failed', true],
    ['failed', undefined, bad, 'failed', undefined, true],
    ['failed', undefined, stuck, 'failed', undefined, false],
    ['failed', undefined, synced, 'failed', undefined, false],
    ['failed', undefined, healthy, 'healthy', 'recovered', false],
    ['healthy', undefined, healthy, 'healthy', undefined, false],
  ])('%s (%s), then %j: %s', (before, flag, verdict, state, news, isBad) => {
    const step = outcomeStep(memory(before, flag), verdict);
    expect([step.memory.state, step.news, step.isBad]).toEqual([state, news, isBad]);
  });

  it('owes nothing any more when it is healthy', () => {
    expect(outcomeStep(memory('failed', 'failedBefore'), healthy).memory.failedBefore).toBe(false);
  });
});
