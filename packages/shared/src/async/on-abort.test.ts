import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { onAbort } from './index.js';

describe('onAbort', () => {
  it('has one listener for everybody, and none when they are gone', () => {
    const { signal } = new AbortController();
    const ends = Array.from({ length: 20 }, () => onAbort(signal, () => {}));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (const end of ends) end();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('calls everybody once, but for those who left, also when people come again', () => {
    const controller = new AbortController();
    const called: string[] = [];
    const wait = (name: string) => onAbort(controller.signal, () => called.push(name));
    const first = wait('first');
    first();
    wait('second');
    first();
    wait('third');
    controller.abort();
    expect(called).toEqual(['second', 'third']);
  });

  it('calls at once where the signal is aborted already, and never without a signal', () => {
    const called: string[] = [];
    onAbort(AbortSignal.abort(), () => called.push('at once'))();
    onAbort(undefined, () => called.push('never'))();
    expect(called).toEqual(['at once']);
  });
});
