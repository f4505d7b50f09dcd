import { expect, it } from '@jest/globals';
import { memorySaver } from './save-memory.js';

it.each([
  ['leaves a process alone that holds little', [100, 224], [true, true], []],
  [
    'has garbage collected sooner once much is held',
    [100, 225, 240, 256],
    [true, true, true, true],
    ['--optimize-for-size'],
  ],
  ['gives up where that does not help', [225, 257], [true, false], ['--optimize-for-size', '--no-optimize-for-size']],
])('%s', (_fact, megabytes, goesOn, told) => {
  const flags: string[] = [];
  let now = 0;
  const look = memorySaver({ held: () => now * 2 ** 20, setFlags: (flag) => flags.push(flag) });
  const looked = megabytes.map((held) => {
    now = held;
    return look();
  });
  expect([looked, flags]).toEqual([goesOn, told]);
});
