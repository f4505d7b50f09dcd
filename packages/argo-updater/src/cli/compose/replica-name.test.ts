import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { replicaName } from './replica-name.js';

describe('the name of a replica', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'towline-name-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is that of its pod', async () => {
    expect(await replicaName({ POD_NAME: 'updater-7d9f' }, folder)).toBe('updater-7d9f');
  });

  it('outside of a pod is the same after a new start, where it has a cache folder', async () => {
    const cache = join(folder, 'not', 'there', 'yet');
    const first = await replicaName({}, cache);
    expect(await replicaName({}, cache)).toBe(first);
    expect(await replicaName({}, join(folder, 'another'))).not.toBe(first);
  });

  it('is another one at each start where it has neither', async () => {
    expect(await replicaName({}, undefined)).not.toBe(await replicaName({}, undefined));
  });
});
