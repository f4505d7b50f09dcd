import { describe, expect, it } from '@jest/globals';
import { createSlots } from './index.js';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe('createSlots', () => {
  it('never runs more tasks at once than it was told, and runs all of them', async () => {
    const slots = createSlots(3);
    let running = 0;
    let most = 0;
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        slots.run(async () => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          running -= 1;
          return index;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(done).toHaveLength(20);
  });

  it('gives the slot of a failed task to the next', async () => {
    const slots = createSlots(1);
    const failing = slots.run(async () => Promise.reject(new Error('no')));
    const next = slots.run(async () => 'next');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  it('lets a waiting task go with the reason of its signal, and loses no slot by that', async () => {
    const slots = createSlots(1);
    const { open, opened } = gate();
    const first = slots.run(() => opened);
    const controller = new AbortController();
    const second = slots.run(async () => 'second', controller.signal);
    controller.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    open();
    await first;
    await expect(slots.run(async () => 'third')).resolves.toBe('third');
  });
});
