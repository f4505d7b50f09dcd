import { describe, expect, it } from '@jest/globals';
import type { DecidedImage } from '../live/decided-image.js';
import { beginMemory, rolloutOf, whatStands } from './begin-memory.js';
import { type DeliveryMemory, formatMemory, type MemoryState, memoryKey, readMemory } from './delivery-memory.js';
import { liveApplication } from './testdata/live-application.js';

const repository = 'registry.example.com/shop/web';
const decided = (deployed: string | undefined, label = 'web'): DecidedImage => ({
  label,
  repository,
  state: 'change',
  deployed,
  wanted: '1.1',
  why: 'it is the highest version',
  wantedTag: '1.1',
  wantedDigest: undefined,
  revision: 'a'.repeat(40),
  rule: undefined,
});
const begin = (state: MemoryState, more: object = {}, before?: DeliveryMemory): DeliveryMemory =>
  beginMemory(
    { state, application: liveApplication('web', more), images: [decided('1.0')], at: 5, takesBack: false },
    before,
  );

describe('whatStands', () => {
  it.each<[MemoryState, boolean, string | undefined, string]>([
    ['written', false, '1.1', 'ours'],
    ['written', false, '1.0', 'others'],
    ['written', true, '1.0', 'replaced'],
    ['written', false, undefined, 'unknown'],
    ['failed', false, '1.1', 'ours'],
    ['failed', false, '1.0', 'replaced'],
    ['failed', false, undefined, 'unknown'],
    ['proposed', false, '1.1', 'merged'],
    ['proposed', false, '1.0', 'unknown'],
    ['unwritten', false, '1.1', 'replaced'],
    ['healthy', true, '1.0', 'others'],
  ])('%s, with a failure before: %s, and %s in Git: %s', (state, failedBefore, deployed, expected) => {
    expect(whatStands({ ...begin(state), failedBefore }, [decided(deployed)]).kind).toBe(expected);
  });

  it.each([
    [`1.1@sha256:${'a'.repeat(64)}`, `sha256:${'a'.repeat(64)}`, 'ours'],
    [`1.1@sha256:${'a'.repeat(64)}`, `1.1@sha256:${'b'.repeat(64)}`, 'others'],
    [`1.1@sha256:${'a'.repeat(64)}`, '1.1', 'others'],
  ])('knows %s, held against %s, as %s', (to, deployed, expected) => {
    const memory = begin('written');
    const pinned = { ...memory, images: memory.images.map((one) => ({ ...one, to })) };
    expect(whatStands(pinned, [decided(deployed)]).kind).toBe(expected);
  });

  it('is others where nothing is remembered', () => {
    expect(whatStands(undefined, [decided('1.1')])).toEqual({ kind: 'others' });
  });
});

describe('beginMemory', () => {
  it.each<[string, object, boolean, boolean]>([
    ['healthy', { images: [`${repository}:1.0`] }, false, false],
    ['Degraded with what is taken out', { images: [`${repository}:1.0`], health: 'Degraded' }, true, true],
    ['Degraded with something else', { images: [`${repository}:0.9`], health: 'Degraded' }, true, false],
  ])('knows that the Application was %s', (_what, status, degradedBefore, brokenBefore) => {
    expect(begin('written', status)).toMatchObject({ degradedBefore, brokenBefore });
  });

  it('owes what the delivery before it owed', () => {
    expect(begin('written', {}, begin('failed')).failedBefore).toBe(true);
    expect(begin('written', {}, begin('unwritten')).failedBefore).toBe(true);
    expect(begin('written', {}, begin('written')).failedBefore).toBe(false);
    expect(begin('written', {}, { ...begin('healthy'), failedBefore: true }).failedBefore).toBe(false);
  });
});

describe('the annotation', () => {
  it('gives back what it was given', () => {
    const memory = begin('written', { operation: { phase: 'Succeeded', message: undefined, startedAt: 'then' } });
    const read = readMemory({ [memoryKey]: formatMemory(memory) });
    expect(read).toEqual(JSON.parse(JSON.stringify(memory)));
    expect(read && rolloutOf(read)).toEqual({
      images: [{ repository, tag: '1.1', digest: undefined }],
      startedAt: 5,
      syncBefore: 'then',
      degradedBefore: false,
    });
  });

  it.each([[{}], [{ [memoryKey]: '{' }], [{ [memoryKey]: '{"state":"odd"}' }]])('says nothing as %j', (annotations) => {
    expect(readMemory(annotations)).toBeUndefined();
  });
});
