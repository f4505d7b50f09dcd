import { formatRepository } from '../image/index.js';
import type { HttpResponse } from '../ports/index.js';
import type { Ask } from './image-source.js';
import type { OciConnection } from './oci-connection.js';
import type { PageMemory, TagPage } from './page-memory.js';
import { parseJson } from './parse-json.js';
import { RegistryError } from './registry-error.js';
import { tagListSchema } from './schema.js';

/** How a repository's tags are listed. */
export interface TagPagesOptions {
  readonly connection: OciConnection;
  readonly memory: PageMemory;
  /** Tags asked for in one request. */
  readonly pageSize: number;
  /** More tags than this are an error. */
  readonly maxTags: number;
}

const maxPageBytes = 16 * 1024 * 1024;

/**
 * Every tag of a repository, once each and in the server's order. Goes on by the `Link` header, on the registry's own origin only; a
 * server that sends none but fills the page exactly is asked by `last`. A page that brings nothing new ends it.
 */
export async function listTags(ask: Ask, options: TagPagesOptions): Promise<readonly string[]> {
  const { connection, pageSize, maxTags } = options;
  const first = `${connection.base}${ask.repository.path}/tags/list?n=${pageSize}`;
  const tags = new Set<string>();
  const asked = new Set<string>();
  let url: string | undefined = first;
  while (url !== undefined) {
    asked.add(url);
    const page: Omit<TagPage, 'etag'> = await fetchPage(ask, options, url);
    const before = tags.size;
    for (const tag of page.tags) tags.add(tag);
    if (tags.size > maxTags) throw tooManyTags(ask, maxTags);
    if (tags.size === before) break;
    url = page.next ?? afterFullPage(first, page.tags, pageSize);
    if (url !== undefined && asked.has(url)) throw loop(ask, url);
  }
  return [...tags];
}

async function fetchPage(ask: Ask, options: TagPagesOptions, url: string): Promise<Omit<TagPage, 'etag'>> {
  // Another identity may see another list.
  const key = `${ask.credentials ?? ''} ${url}`;
  const known = options.memory.recall(key);
  const answer = await options.connection.request(ask, {
    kind: 'tags',
    method: 'GET',
    url,
    headers: { accept: 'application/json', ...(known && { 'if-none-match': known.etag }) },
    maxBytes: maxPageBytes,
    accept: known ? [304] : [],
  });
  if (answer.status === 304 && known !== undefined) return known;
  const { tags } = parseJson(answer.body, tagListSchema, `the tags of ${formatRepository(ask.repository)}`);
  const page = { tags: tags ?? [], next: nextPage(answer, url) };
  const etag = answer.headers.etag;
  if (etag !== undefined) options.memory.keep(key, { ...page, etag });
  return page;
}

const nextLink = /<([^>]*)>\s*;[^,]*\brel="?next"?/i;

function nextPage(answer: HttpResponse<unknown>, url: string): string | undefined {
  const target = nextLink.exec(answer.headers.link ?? '')?.[1];
  if (target === undefined) return undefined;
  if (URL.canParse(target, url) && new URL(target, url).origin === new URL(url).origin)
    return new URL(target, url).href;
  throw new RegistryError(
    'registry-bad-response',
    `${url.split('?')[0]} names a next page outside of its own address`,
    {
      hint: 'The registry stands behind a proxy that does not tell it its public address: correct that, or it would get our credentials.',
    },
  );
}

/** Only a page of exactly the size that was asked for may be cut off: more means that the server does not page at all. */
function afterFullPage(first: string, tags: readonly string[], pageSize: number): string | undefined {
  const last = tags.at(-1);
  if (tags.length !== pageSize || last === undefined) return undefined;
  return `${first}&last=${encodeURIComponent(last)}`;
}

function tooManyTags({ repository }: Ask, maxTags: number): RegistryError {
  return new RegistryError(
    'registry-listing-too-long',
    `${formatRepository(repository)} has more than ${maxTags} tags`,
    { hint: 'Remove old tags by a lifecycle rule, or raise the bound.' },
  );
}

function loop({ repository }: Ask, url: string): RegistryError {
  return new RegistryError(
    'registry-bad-response',
    `The tag pages of ${formatRepository(repository)} go round in a circle at ${url}`,
  );
}
