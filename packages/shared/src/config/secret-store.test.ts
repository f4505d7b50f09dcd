import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SecretResolver } from '../ports/index.js';
import { Secret } from '../secret/index.js';
import { createEnvironmentResolver, createFileResolver, createSecretStore } from './index.js';

describe('createSecretStore', () => {
  function counted(answer: () => Promise<Secret> = async () => new Secret('s')) {
    let now = 0;
    let asked = 0;
    const resolver: SecretResolver = {
      scheme: 'test',
      resolve: () => {
        asked += 1;
        return answer();
      },
    };
    const clock = { now: () => now, sleep: async () => undefined };
    const store = createSecretStore({ resolvers: [resolver], clock, ttlMs: 1_000 });
    return { store, asked: () => asked, pass: (milliseconds: number) => (now += milliseconds) };
  }

  it('asks once while a secret is fresh, again when it is not, and at once when told to', async () => {
    const { store, asked, pass } = counted();
    await Promise.all([store.get('test:a'), store.get('test:a')]);
    pass(999);
    expect((await store.get('test:a')).reveal()).toBe('s');
    expect(asked()).toBe(1);
    pass(1);
    await store.get('test:a');
    expect(asked()).toBe(2);
    store.refresh('test:a');
    await store.get('test:a');
    expect(asked()).toBe(3);
  });

  it('does not remember a failure, and makes it one of ours', async () => {
    const { store, asked } = counted(async () => {
      throw new Error('no route');
    });
    await expect(store.get('test:a')).rejects.toMatchObject({ code: 'secret-unreadable', reference: 'test:a' });
    await expect(store.get('test:a')).rejects.toMatchObject({ cause: { message: 'no route' } });
    expect(asked()).toBe(2);
  });

  it('does not let one caller who gives up spoil the look-up of another', async () => {
    const controller = new AbortController();
    const resolver: SecretResolver = {
      scheme: 'test',
      resolve: async (_reference, options) => {
        await new Promise((resolve) => setImmediate(resolve));
        options?.signal?.throwIfAborted();
        return new Secret('s');
      },
    };
    const store = createSecretStore({ resolvers: [resolver] });
    const first = store.get('test:a', { signal: controller.signal });
    const second = store.get('test:a');
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect((await second).reveal()).toBe('s');
  });

  it('says what it answers for, and repeats nothing that may be a secret', async () => {
    const { store } = counted();
    await expect(store.get('vault:x')).rejects.toMatchObject({
      code: 'secret-scheme-unknown',
      hint: 'Known here: test:.',
    });
    await expect(store.get('Hunter2')).rejects.not.toMatchObject({ message: expect.stringContaining('Hunter2') });
  });
});

describe('resolvers', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    await writeFile(join(folder, 'token'), 'tok\nen\r\n\n');
    await writeFile(join(folder, 'empty'), '\n');
    await writeFile(join(folder, 'large'), 'x'.repeat(65_537));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('env: gives a variable that is set', async () => {
    const resolver = createEnvironmentResolver({ A: 'value', EMPTY: '' });
    expect((await resolver.resolve('env:A')).reveal()).toBe('value');
    await expect(resolver.resolve('env:EMPTY')).rejects.toMatchObject({ code: 'secret-not-found' });
    await expect(resolver.resolve('env:B')).rejects.toThrow('The secret env:B is not set');
  });

  it('file: gives a file without its last line break', async () => {
    expect((await createFileResolver().resolve(`file:${folder}/token`)).reveal()).toBe('tok\nen\r\n');
  });

  it.each([
    ['missing', 'secret-not-found'],
    ['empty', 'secret-not-found'],
    ['large', 'secret-unreadable'],
    ['.', 'secret-unreadable'],
  ])('file: refuses %s', async (name, code) => {
    await expect(createFileResolver().resolve(`file:${folder}/${name}`)).rejects.toMatchObject({ code });
  });
});
