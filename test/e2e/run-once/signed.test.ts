import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '@towline/shared/http';
import { type PassWorld, startPassWorld } from './pass-world.js';

const path = 'apps/web/kustomization.yaml';
const annotations = {
  'argocd-image-updater.argoproj.io/write-back-target': 'kustomization',
  'towline.dev/cosign-key': 'cosign/cosign.pub',
};
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let world: PassWorld;
beforeEach(async () => {
  world = await startPassWorld({ [path]: 'images:\n  - name: REGISTRY/web\n    newTag: 1.0.0\n' });
  await world.push('web', '1.0.0', '1.1.0');
  const key = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })).toString('base64');
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cosign', namespace: 'argocd' } };
  world.kube.seed([{ ...secret, ...{ data: { 'cosign.pub': key } } }]);
  world.apply({ name: 'web', images: 'web=web:1.x', annotations, live: ['web:1.0.0'] });
});
afterEach(() => world.stop());

const hashOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Sends bytes to the registry, as cosign does. */
function send(request: {
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  readonly body?: Buffer;
  readonly type?: string;
}) {
  const { type = 'application/octet-stream', ...rest } = request;
  return createHttpClient().request({ ...rest, headers: { 'content-type': type }, expect: 'none' });
}

/** Signs what a tag names, and keeps the signature beside it. */
async function signTag(tag: string, by: KeyObject): Promise<void> {
  const repository = `${world.registry.url}/v2/web`;
  const { headers } = await createHttpClient().request({
    method: 'HEAD',
    url: `${repository}/manifests/${tag}`,
    expect: 'none',
  });
  const digest = headers['docker-content-digest'] ?? '';
  const critical = { image: { 'docker-manifest-digest': digest }, type: 'cosign container image signature' };
  const payload = Buffer.from(JSON.stringify({ critical }));
  for (const blob of [payload, Buffer.from('{}')]) {
    const begun = await send({ method: 'POST', url: `${repository}/blobs/uploads/` });
    const place = new URL(begun.headers.location ?? '', world.registry.url);
    place.searchParams.set('digest', hashOf(blob));
    await send({ method: 'PUT', url: place.href, body: blob });
  }
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: hashOf(Buffer.from('{}')), size: 2 },
    layers: [
      {
        mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
        digest: hashOf(payload),
        size: payload.length,
        annotations: { 'dev.cosignproject.cosign/signature': sign('sha256', payload, by).toString('base64') },
      },
    ],
  };
  const url = `${repository}/manifests/${digest.replace(':', '-')}.sig`;
  await send({ method: 'PUT', url, body: Buffer.from(JSON.stringify(manifest)), type: mediaType });
}

const outcome = async () => (await world.run()).plan.applications[0]?.images[0];

describe('an image that must be signed', () => {
  it('is written where its key has signed it', async () => {
    await signTag('1.1.0', privateKey);
    expect(await outcome()).toMatchObject({ kind: 'change', to: { tag: '1.1.0' } });
    expect(await world.manifests.read(path)).toContain('newTag: 1.1.0');
  });

  it.each<readonly [string, () => Promise<void>, RegExp]>([
    ['nobody has signed it', async () => undefined, /has no signature/],
    ['somebody else has', () => signTag('1.1.0', stranger.privateKey), /is not signed by the key cosign/],
    ['another version was signed', () => signTag('1.0.0', privateKey), /has no signature/],
  ])('is not written where %s', async (_where, act, reason) => {
    await act();
    expect(await outcome()).toMatchObject({
      kind: 'refused',
      rule: 'not-signed',
      reason: expect.stringMatching(reason),
    });
    expect(await world.manifests.read(path)).toContain('newTag: 1.0.0');
  });

  it('is not written where the key is gone', async () => {
    await world.annotate('web', { 'towline.dev/cosign-key': 'cosign/other.pub' });
    expect(await outcome()).toMatchObject({ kind: 'failed', failure: { code: 'signature-key-missing' } });
  });
});
