import { describe, expect, it } from '@jest/globals';
import { formatPlatform, parsePlatform, wantsPlatform } from './platform.js';

describe('platforms', () => {
  it.each(['linux/amd64', 'linux/arm/v7', 'windows/amd64'])('reads and prints %s', (text) => {
    expect(formatPlatform(parsePlatform(text))).toBe(text);
  });

  it('refuses a text without a slash', () => {
    expect(() => parsePlatform('arm64')).toThrow(expect.objectContaining({ code: 'image-platform-invalid' }));
  });

  it.each([
    [[], 'plan9/mips', true],
    [['linux/amd64'], 'linux/amd64', true],
    [['linux/amd64'], 'linux/arm64', false],
    [['linux/amd64'], 'windows/amd64', false],
    [['linux/arm'], 'linux/arm/v7', true],
    [['linux/arm/v7'], 'linux/arm/v7', true],
    [['linux/arm/v7'], 'linux/arm/v6', false],
    [['linux/arm/v7'], 'linux/arm', false],
    [['linux/amd64', 'linux/arm/v7'], 'linux/arm/v7', true],
  ])('wanted %j, %s serves: %s', (wanted, actual, serves) => {
    expect(wantsPlatform(wanted.map(parsePlatform), parsePlatform(actual))).toBe(serves);
  });
});
