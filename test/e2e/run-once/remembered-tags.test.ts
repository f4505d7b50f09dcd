import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seedImage } from '@towline/test-kit/registry';
import { type PassWorld, startPassWorld } from './pass-world.js';

let world: PassWorld;
beforeEach(async () => {
  world = await startPassWorld({
    'apps/web/README.md': 'web\n',
    'apps/api/README.md': 'api\n',
    'apps/new/README.md': 'new\n',
    'apps/late/README.md': 'late\n',
  });
  for (let hour = 1; hour <= 5; hour += 1) await build(`b${hour}`, hour);
  apply('web', 'api');
});
afterEach(() => world.stop());

const build = (tag: string, hour: number) =>
  seedImage(world.registry.state, {
    repository: 'web',
    tags: [tag],
    created: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(),
  });

const apply = (...names: readonly string[]) =>
  world.apply(
    ...names.map((name) => ({
      name,
      images: 'web=web',
      annotations: { 'argocd-image-updater.argoproj.io/web.update-strategy': 'newest-build' },
      live: ['web:b1'],
    })),
  );

/** A pass, and what the registry was asked in it. */
async function pass() {
  world.registry.requests.clear();
  const { delivered } = await world.run({ registry: world.ports.registry });
  const asked: Record<string, number> = {};
  for (const { kind, method } of world.registry.requests.entries) {
    const what = `${method} ${kind.replace('oci:', '')}`;
    if (kind !== 'oci:base') asked[what] = (asked[what] ?? 0) + 1;
  }
  return { outcomes: delivered.map(({ delivery }) => delivery.kind), asked };
}

/** The tag that was written for an Application. */
async function written(name: string): Promise<string | undefined> {
  const text = await world.manifests.read(`apps/${name}/.argocd-source-${name}.yaml`);
  return /web:(\S+)/.exec(text ?? '')?.[1];
}

describe('a registry whose listing says no digests', () => {
  it('is asked for the listing alone where everything is as it was', async () => {
    expect((await pass()).asked).toEqual({ 'GET tags': 1, 'GET manifest': 5, 'GET blob': 5 });
    expect(await pass()).toEqual({ outcomes: ['unchanged', 'unchanged'], asked: { 'GET tags': 1 } });
  });

  it('is asked once for what is chosen from memory before that is written, however many Applications choose it', async () => {
    await pass();
    apply('new', 'late');
    const { outcomes, asked } = await pass();
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(2);
    expect(asked).toEqual({ 'GET tags': 1, 'HEAD manifest': 1 });
    expect([await written('new'), await written('late')]).toEqual(['b5', 'b5']);
  });

  it('is not asked again for what it was asked in this pass', async () => {
    await pass();
    await build('b6', 6);
    expect((await pass()).asked).toEqual({ 'GET tags': 1, 'GET manifest': 1, 'GET blob': 1 });
    expect(await written('web')).toBe('b6');
  });

  it('is chosen from again where the chosen tag has moved', async () => {
    await pass();
    await build('b5', 0);
    apply('new');
    expect((await pass()).asked).toEqual({ 'GET tags': 1, 'HEAD manifest': 2, 'GET manifest': 1, 'GET blob': 1 });
    expect(await written('new')).toBe('b4');
  });
});
