import type { Reply } from '../../serve/index.js';
import { childrenOf, imageRecord } from '../state/image-record.js';
import { defaultSettings } from '../state/repository-record.js';
import type { Snapshot } from '../state/schema.js';
import type { RegistryStorage } from '../state/storage.js';
import { catalogSchema, tagsSchema } from './schema.js';
import type { UpstreamClient } from './upstream-client.js';

/**
 * Keeps blobs and manifests in a real registry, and learns from it what is there at the start: then the push times, which it does not
 * tell, are `startedAt`. A registry of this API cannot lose one tag of several, so a tag that was deleted alone is back at the next start.
 */
export function upstreamStorage(client: UpstreamClient, startedAt: number): RegistryStorage {
  const blob = (repository: string, digest: string) => `/v2/${repository}/blobs/${digest}`;
  return {
    async load() {
      const manifests = new Map<string, Buffer>();
      const snapshot: Snapshot = [];
      for (const name of await repositoriesOf(client)) {
        const { images, tags } = await walk(client, name);
        for (const { digest, bytes } of images) manifests.set(digest, bytes);
        const pushed = images.map(({ digest, mediaType }) => ({ digest, mediaType, pushedAt: startedAt }));
        const settings = { ...defaultSettings, exclusions: [] };
        snapshot.push({ name, createdAt: startedAt, settings, images: pushed, tags });
      }
      return { snapshot, manifests };
    },
    save: () => undefined,
    async hasBlob({ repository, digest }) {
      return (await client.send(blob(repository, digest), { method: 'HEAD', expect: [200, 404] })).status === 200;
    },
    async readBlob({ repository, digest }) {
      const { status, body } = await client.send(blob(repository, digest), { expect: [200, 404] });
      return status === 200 ? body : undefined;
    },
    writeBlob: (address, bytes) => client.putBlob(address, bytes),
    async mountBlob({ repository, digest }, from) {
      const query = new URLSearchParams({ mount: digest, from });
      const path = `/v2/${repository}/blobs/uploads/?${query}`;
      const { status, headers } = await client.send(path, { method: 'POST', expect: [201, 202] });
      if (status === 201) return true;
      await client.send(headers.location ?? '', { method: 'DELETE', expect: [204] });
      return false;
    },
    async writeManifest({ repository, tag, digest, mediaType, bytes }) {
      const path = `/v2/${repository}/manifests/${tag ?? digest}`;
      await client.send(path, { method: 'PUT', headers: { 'content-type': mediaType }, body: bytes, expect: [201] });
    },
    async deleteManifest({ repository, digest }) {
      await client.send(`/v2/${repository}/manifests/${digest}`, { method: 'DELETE', expect: [202, 404] });
    },
  };
}

async function repositoriesOf(client: UpstreamClient): Promise<readonly string[]> {
  const names: string[] = [];
  let page: string | undefined = '/v2/_catalog?n=100';
  while (page !== undefined) {
    const { headers, body }: Reply = await client.send(page, { expect: [200] });
    names.push(...catalogSchema.parse(JSON.parse(body.toString('utf8'))).repositories);
    page = /<([^>]+)>; rel="next"/.exec(String(headers.link ?? ''))?.[1];
  }
  return names;
}

/** The tagged manifests of a repository with the children of its indexes. */
async function walk(client: UpstreamClient, repository: string) {
  const { status, body } = await client.send(`/v2/${repository}/tags/list`, { expect: [200, 404] });
  const names = status === 200 ? (tagsSchema.parse(JSON.parse(body.toString('utf8'))).tags ?? []) : [];
  const images = new Map<string, ReturnType<typeof imageRecord>>();
  const visit = async (reference: string): Promise<string> => {
    const image = imageRecord({ ...(await client.manifest({ repository, digest: reference })), pushedAt: 0 });
    for (const child of childrenOf(image)) if (!images.has(child)) await visit(child);
    images.set(image.digest, image);
    return image.digest;
  };
  const tags: [string, string][] = [];
  for (const name of names) tags.push([name, await visit(name)]);
  return { images: [...images.values()], tags };
}
