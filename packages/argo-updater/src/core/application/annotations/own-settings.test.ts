import { describe, expect, it } from '@jest/globals';
import { mergeOwnSettings, readOwnSettings } from './own-settings.js';

const read = (annotations: Record<string, string>, alias = '') =>
  readOwnSettings(
    Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`towline.dev/${key}`, value])),
    alias,
  );

describe('readOwnSettings', () => {
  it('reads what is said of an image by its alias only', () => {
    const annotations = { pin: 'digest', 'web.pin': 'none', 'web.hold': '1.2, 1.3', 'web.allow-downgrade': '1' };
    expect(read(annotations, 'web').settings).toMatchObject({
      pin: 'none',
      hold: ['1.2', '1.3'],
      allowDowngrade: true,
    });
    expect(read(annotations).settings).toMatchObject({ pin: 'digest', hold: undefined });
  });

  it.each([
    [{ 'allow-downgrade': 'yes' }, '"yes" is not true or false'],
    [{ pin: 'tag' }, '"tag" is not none or digest'],
    [{ order: 'up' }, '"up" is not asc or desc'],
    [{ interval: '10' }, '"10" is not a duration of a second or more, such as 10m'],
    [{ interval: '0s' }, '"0s" is not a duration of a second or more, such as 10m'],
    [{ 'cosign-key': 'key' }, '"key" is not the name of a secret and of a key in it, as secret/key'],
  ])('refuses %j', (annotations, message) => {
    expect(read(annotations).findings.map((finding) => finding.message)).toEqual([message]);
  });

  it('lays an image over its Application', () => {
    const merged = mergeOwnSettings({ pin: 'digest', order: 'desc' }, { pin: 'none', order: undefined });
    expect(merged).toEqual({ pin: 'none', order: 'desc' });
  });
});
