import { describe, expect, it } from '@jest/globals';
import { bypassesProxy } from './no-proxy.js';

describe('bypassesProxy', () => {
  it.each([
    ['https://a.example', '', false],
    ['https://a.example', '*', true],
    ['https://a.example', 'a.example', true],
    ['https://A.Example.', 'other, a.EXAMPLE', true],
    ['https://x.a.example', 'a.example', true],
    ['https://xa.example', 'a.example', false],
    ['https://a.example', '.a.example', false],
    ['https://x.a.example', '.a.example', true],
    ['https://x.a.example', '*.a.example', true],
    ['https://a.example', 'a.example:443', true],
    ['https://a.example:8443', 'a.example:443', false],
    ['http://a.example', 'a.example:80', true],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.1.2.3', true],
    ['http://10.1.2.3', '2.3', false],
    ['http://10.1.2.3', '10.0.0.0/99', false],
    ['http://[fd00::1]:81', 'fd00::/8', true],
    ['http://[fd00::1]:81', '[fd00::1]:81', true],
    ['http://[fd00::1]:81', '[fd00::1]:82', false],
    ['http://127.0.0.1:5000', '', true],
    ['http://localhost:5000', '', true],
    ['http://[::1]:5000', '', true],
    ['http://localhost.evil.example', '', false],
  ])('%s with NO_PROXY %j: %s', (url, noProxy, expected) => {
    expect(bypassesProxy(new URL(url), noProxy)).toBe(expected);
  });
});
