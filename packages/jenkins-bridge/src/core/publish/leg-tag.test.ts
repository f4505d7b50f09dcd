import { describe, expect, it } from '@jest/globals';
import { isTag } from '@towline/shared/image';
import { isLegTag, legTag } from './leg-tag.js';

const sha = 'a'.repeat(64);
const leg = { sha, buildNumber: 123_456, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } };

describe('legTag', () => {
  it('is a tag that tells platform, build and commit, and is known as a leg', () => {
    expect(legTag(leg)).toBe(`_towline-leg_${sha}_123456_linux-arm-v7`);
    expect([isTag(legTag(leg)), isLegTag(legTag(leg)), isLegTag(sha)]).toEqual([true, true, false]);
  });
});
