import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { mapConcurrently } from './index.js';

describe('mapConcurrently', () => {
  it('keeps the order of the items', async () => {
    const doubled = await mapConcurrently([3, 1, 2], { concurrency: 2 }, async (item) => item * 2);
    expect(doubled).toEqual([6, 2, 4]);
  });

  it('begins nothing after the first failure and tells the others by their signal', async () => {
    const begun: number[] = [];
    const told: unknown[] = [];
    const mapping = mapConcurrently([1, 2, 3, 4], { concurrency: 2 }, async (item, signal) => {
      begun.push(item);
      if (item === 2) throw new Error('two');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      told.push(signal.reason);
    });
    await expect(mapping).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
    expect(told).toHaveLength(1);
  });

  it('ends with the reason of the caller', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(
      mapConcurrently([1], { concurrency: 1, signal: controller.signal }, async (item) => item),
    ).rejects.toThrow('enough');
  });

  it('lets the caller stop what is running, and keeps no hold on its signal', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const listeners = () => getEventListeners(signal, 'abort').length;
    await mapConcurrently([1], { concurrency: 1, signal }, async (item) => item);
    expect(listeners()).toBe(0);
    const stopped = mapConcurrently([1, 2], { concurrency: 1, signal }, async (item, own) => {
      controller.abort(new Error('enough'));
      expect(own.reason).toEqual(new Error('enough'));
      return item;
    });
    await expect(stopped).rejects.toThrow('enough');
  });
});
