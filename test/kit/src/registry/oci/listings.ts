import type { Answer } from '../../serve/index.js';
import { digestOf } from '../state/digest.js';
import type { RegistryState } from '../state/registry-state.js';
import { jsonAnswer } from './answers.js';
import type { ManifestAddress } from './manifests.js';

/** A question for a list, with its query. */
export interface ListQuery {
  readonly url: URL;
  readonly ifNoneMatch: string | undefined;
  /** The most names that one page holds, whatever the client asks for. */
  readonly maxPage: number;
}

/** All repositories, by pages. */
export function listRepositories(state: RegistryState, query: ListQuery): Answer {
  const { names, headers } = page(
    state.repositories.all().map(({ name }) => name),
    query,
  );
  return jsonAnswer({ repositories: names }, headers);
}

/** The tags of a repository, by pages, with an ETag that changes when the page does. */
export function listTags(state: RegistryState, repository: string, query: ListQuery): Answer {
  const tags = [...state.repositories.find(repository).tags.keys()].sort();
  const { names, headers } = page(tags, query);
  const answer = jsonAnswer({ name: repository, tags: names }, headers);
  const etag = `"${digestOf(Buffer.from(JSON.stringify(answer)))}"`;
  if (query.ifNoneMatch === etag) return { status: 304, headers: { etag } };
  return { ...answer, headers: { ...answer.headers, etag } };
}

/** The manifests that name this one as their subject, as an index. */
export function listReferrers(state: RegistryState, { repository, reference }: ManifestAddress, url: URL): Answer {
  const wanted = url.searchParams.get('artifactType');
  const manifests = [...state.repositories.find(repository).images.values()]
    .filter(({ manifest }) => manifest.subject?.digest === reference)
    .map(({ manifest, mediaType, digest, bytes }) => ({
      mediaType,
      digest,
      size: bytes.length,
      artifactType: manifest.artifactType ?? manifest.config?.mediaType,
      annotations: manifest.annotations,
    }))
    .filter(({ artifactType }) => wanted === null || artifactType === wanted);
  return jsonAnswer(
    { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests },
    {
      'content-type': 'application/vnd.oci.image.index.v1+json',
      ...(wanted === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
  );
}

function page(sorted: readonly string[], { url, maxPage }: ListQuery) {
  const last = url.searchParams.get('last');
  const asked = Number(url.searchParams.get('n') ?? maxPage);
  const size = Math.min(Number.isInteger(asked) && asked >= 0 ? asked : maxPage, maxPage);
  const start = last === null ? 0 : firstAfter(sorted, last);
  const names = sorted.slice(start, start + size);
  const more = names.length > 0 && start + size < sorted.length;
  const next = new URLSearchParams({ last: names.at(-1) ?? '', n: String(size) });
  return { names, headers: more ? { link: `<${url.pathname}?${next}>; rel="next"` } : {} };
}

function firstAfter(sorted: readonly string[], last: string): number {
  const index = sorted.findIndex((name) => name > last);
  return index === -1 ? sorted.length : index;
}
