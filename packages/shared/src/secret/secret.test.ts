import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Secret } from './index.js';

describe('Secret', () => {
  const secret = new Secret('hunter2');

  it.each([
    ['a template', `${secret}`],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ nested: { secret } }, { depth: 5, showHidden: true })],
    ['a concatenation', `password ${String(secret)}`],
    ['a derived secret', `${secret.map((value) => value.toUpperCase())}`],
  ])('prints as [redacted] in %s', (_where, text) => {
    expect(text).toContain('[redacted]');
    expect(text.toLowerCase()).not.toContain('hunter2');
  });

  it('gives its value to who asks for it by name', () => {
    expect(secret.reveal()).toBe('hunter2');
    expect(secret.map((value) => value.length.toString()).reveal()).toBe('7');
  });
});
