import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '@towline/test-kit/clock';
import { type Logger, silentLogger } from '../../ports/index.js';
import { createPullAllowance, type RegistryAllowance } from './pull-allowance.js';

function watch() {
  const told: RegistryAllowance[] = [];
  const warned: unknown[] = [];
  const log: Logger = { ...silentLogger, warn: ({ remaining }) => void warned.push(remaining) };
  const clock = createManualClock(5_000);
  const onAllowance = (allowance: RegistryAllowance): void => void told.push(allowance);
  return { told, warned, ...createPullAllowance({ registry: 'docker.io', clock, log, onAllowance }) };
}

describe('the allowance of pulls', () => {
  it.each([
    ['as Docker Hub says it', '100;w=21600', 21_600_000],
    ['with a window of its own', '100;w=60', 60_000],
    ['without a window', '100', 21_600_000],
  ])('is told %s', (_what, limit, windowMs) => {
    const { read, told } = watch();
    read({ 'ratelimit-limit': limit, 'ratelimit-remaining': '76;w=21600' });
    expect(told).toEqual([{ registry: 'docker.io', remaining: 76, limit: 100, windowMs, at: 5_000 }]);
  });

  it('is not made up where the registry does not say it', () => {
    const { read, told } = watch();
    read({});
    read({ 'ratelimit-remaining': '76' });
    expect(told).toEqual([]);
  });

  it('warns once each time it becomes small', () => {
    const { read, warned } = watch();
    for (const remaining of ['11', '10', '9', '50', '8']) read({ 'ratelimit-remaining': remaining });
    expect(warned).toEqual([10, 8]);
  });
});
