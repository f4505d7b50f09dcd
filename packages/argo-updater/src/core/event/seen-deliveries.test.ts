import { describe, expect, it } from '@jest/globals';
import { createSeenDeliveries } from './seen-deliveries.js';

describe('createSeenDeliveries', () => {
  it('tells one sender from another', () => {
    const seen = createSeenDeliveries();
    seen.add('github', '1');
    expect([seen.has('github', '1'), seen.has('gitea', '1'), seen.has('github', '2')]).toEqual([true, false, false]);
  });

  it('forgets the oldest first, and remembers no more than it may', () => {
    const seen = createSeenDeliveries(2);
    for (const id of ['1', '2', '2', '3']) seen.add('github', id);
    expect(['1', '2', '3'].map((id) => seen.has('github', id))).toEqual([false, true, true]);
  });
});
