import { describe, expect, it } from '@jest/globals';
import { parseGitSha } from '@towline/shared/image';
import type { Application, ApplicationStatus } from '../application/application.js';
import type { DecidedImage } from '../live/decided-image.js';
import type { DeliveryMemory } from './delivery-memory.js';
import { forgottenMemory } from './forgotten-memory.js';
import type { TrailerImage } from './last-writes.js';
import { liveApplication } from './testdata/live-application.js';

const commit = parseGitSha('c'.repeat(40));
if (commit === undefined) throw new Error('no commit');
const at = Date.UTC(2026, 0, 1, 12, 0, 0, 500);
const digest = `sha256:${'d'.repeat(64)}`;

const application = (status: Partial<ApplicationStatus> = {}): Application => ({
  ...liveApplication('web', { images: ['registry.example.com/shop/web:1.0'], ...status }),
  origin: { kind: 'cluster', uid: 'u', resourceVersion: '1' },
});
const image = (deployed: string | undefined, label = 'web'): DecidedImage => ({
  label,
  repository: `registry.example.com/shop/${label}`,
  state: 'current',
  deployed,
  wanted: deployed,
  why: 'it is current',
  wantedTag: deployed,
  wantedDigest: undefined,
  revision: undefined,
  rule: undefined,
});
const update: TrailerImage = { name: 'shop/web', from: '1.0', to: '1.1' };
const found = (images: readonly TrailerImage[] = [update]) => ({ commit, branch: 'main', at, images });
const known = (more: Partial<DeliveryMemory> = {}): DeliveryMemory => ({
  state: 'healthy',
  images: [{ label: 'web', repository: 'registry.example.com/shop/web', from: '0.9', to: '1.0' }],
  at: 0,
  degradedBefore: false,
  brokenBefore: false,
  failedBefore: false,
  takesBack: false,
  ...more,
});

describe('a delivery that nobody remembers', () => {
  it('is remembered as its commit says', () => {
    const memory = forgottenMemory(found(), { application: application(), images: [image('1.1')], before: undefined });
    expect(memory).toMatchObject({
      state: 'written',
      images: [{ label: 'web', repository: 'registry.example.com/shop/web', from: '1.0', to: '1.1' }],
      at,
      commit,
      branch: 'main',
      takesBack: false,
    });
  });

  it.each<[string, readonly TrailerImage[], readonly DecidedImage[], DeliveryMemory | undefined]>([
    ['after another one', [update], [image('1.1')], known()],
    ['after the same version could not be written', [update], [image('1.1')], known({ state: 'unwritten' })],
    ['of a digest', [{ ...update, to: digest }], [image(`1.1@${digest}`)], undefined],
    [
      'of two images, one of which is remembered',
      [update, { name: 'api', from: '1', to: '2' }],
      [image('1.1'), image('2', 'api')],
      known(),
    ],
  ])('is found %s', (_what, images, standing, before) => {
    expect(forgottenMemory(found(images), { application: application(), images: standing, before })).toBeDefined();
  });

  it.each<[string, readonly DecidedImage[], DeliveryMemory | undefined]>([
    ['whose commit is remembered', [image('1.1')], known({ commit })],
    [
      'whose version is remembered, as of a pull request',
      [image('1.1')],
      known({ images: [{ label: 'web', repository: '', to: '1.1' }] }),
    ],
    ['whose version does not stand there any more', [image('1.2')], known()],
    ['of which nothing is known', [image(undefined)], known()],
    ['of another image', [image('1.1', 'api')], known()],
  ])('is none %s', (_what, images, before) => {
    expect(forgottenMemory(found(), { application: application(), images, before })).toBeUndefined();
  });

  it('is none where nothing can be remembered: of a file', () => {
    const origin = { kind: 'manifest', file: 'web.yaml', document: 0, path: [] } as const;
    const read = { ...application(), origin };
    expect(forgottenMemory(found(), { application: read, images: [image('1.1')], before: undefined })).toBeUndefined();
  });

  it('passes on that people wait to hear of an end', () => {
    const before = known({ state: 'failed' });
    expect(forgottenMemory(found(), { application: application(), images: [image('1.1')], before })).toMatchObject({
      failedBefore: true,
    });
  });

  const live = { images: ['registry.example.com/shop/web:1.1'] };
  it.each<[string, Partial<ApplicationStatus>, object]>([
    [
      'a sync since then',
      { operation: { phase: 'Failed', message: '', startedAt: '2026-01-01T12:00:00Z' } },
      { syncBefore: undefined },
    ],
    [
      'a sync before',
      { operation: { phase: 'Failed', message: '', startedAt: '2026-01-01T11:59:59Z' } },
      { syncBefore: '2026-01-01T11:59:59Z' },
    ],
    ['that it is Degraded with it', { ...live, health: 'Degraded' }, { degradedBefore: false, brokenBefore: false }],
    ['that it is Degraded without it', { health: 'Degraded' }, { degradedBefore: true, brokenBefore: true }],
  ])('is held against what is seen now: %s', (_what, status, expected) => {
    const memory = forgottenMemory(found(), {
      application: application(status),
      images: [image('1.1')],
      before: undefined,
    });
    expect(memory).toMatchObject(expected);
  });
});
