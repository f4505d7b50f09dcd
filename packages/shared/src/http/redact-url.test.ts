import { describe, expect, it } from '@jest/globals';
import { redactUrl } from './index.js';

describe('redactUrl', () => {
  it.each([
    ['https://user:pass@host/path', 'https://host/path'],
    ['https://host/v2/_catalog?n=100&last=x', 'https://host/v2/_catalog?n=100&last=x'],
    ['https://host/?X-Amz-Signature=abc&X-Amz-Date=1', 'https://host/?X-Amz-Signature=[redacted]&X-Amz-Date=1'],
    ['https://host/?access_token=a=b&scope=c', 'https://host/?access_token=[redacted]&scope=c'],
    ['https://host/?token', 'https://host/?token'],
    ['https://host/#secret', 'https://host/'],
    ['no url with hunter2', '[not a URL]'],
  ])('%s is shown as %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});
