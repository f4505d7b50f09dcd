import { expect, it } from '@jest/globals';
import { memorySaver } from './save-memory.js';

it('has garbage collected sooner once much is held, and looks no further then', () => {
  const flags: string[] = [];
  let megabytes = 0;
  const look = memorySaver({ held: () => megabytes * 2 ** 20, setFlags: (flag) => flags.push(flag) });
  const goesOn = [100, 208, 209].map((held) => {
    megabytes = held;
    return look();
  });
  expect([goesOn, flags]).toEqual([[true, true, false], ['--optimize-for-size']]);
});
