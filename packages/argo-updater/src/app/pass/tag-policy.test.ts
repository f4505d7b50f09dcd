import { describe, expect, it } from '@jest/globals';
import { parseImageReference } from '@towline/shared/image';
import type { CandidateQuery } from '@towline/shared/ports';
import { narrowRegistry } from './tag-policy.js';

const repository = parseImageReference('registry.example.com/shop/cart');
const registry = {
  name: 'kept',
  candidates: async (_query: CandidateQuery) => ['1.0', '1.1', 'latest'].map((tag) => ({ tag })),
};

describe('narrowRegistry', () => {
  it('lists what the policy lets through, in the order of the policy, and leaves the rest of the registry alone', async () => {
    const seen: unknown[] = [];
    const narrowed = narrowRegistry(registry, (candidates, asked) => {
      seen.push(asked);
      return [...candidates].reverse().filter(({ tag }) => tag !== 'latest');
    });
    const listed = await narrowed.candidates({ repository, demand: { kind: 'names' } });
    expect([[...listed], narrowed.name, seen]).toEqual([[{ tag: '1.1' }, { tag: '1.0' }], 'kept', [repository]]);
  });
});
