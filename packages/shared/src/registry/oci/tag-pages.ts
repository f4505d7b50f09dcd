import { formatRepository } from '../../image/index.js';
import type { HttpResponse } from '../../ports/index.js';
import { parseJson } from '../format/parse-json.js';
import { tagListSchema } from '../format/schema.js';
import type { Ask } from '../image-source.js';
import { RegistryError } from '../registry-error.js';
import type { OciConnection } from './oci-connection.js';
import type { PageMemory, TagPage } from './page-memory.js';
import type { PagingStyle } from './paging-style.js';

/** How a repository's tags are listed. */
export interface TagPagesOptions {
  readonly connection: OciConnection;
  readonly memory: PageMemory;
  readonly style: PagingStyle;
  /** Tags asked for in one request. */
  readonly pageSize: number;
  /** More tags than this are an error. */
  readonly maxTags: number;
}

const maxPageBytes = 16 * 1024 * 1024;

/**
 * Every tag of a repository, once each and in the server's order. Goes on by the `Link` header, on the registry's own origin only, and
 * by `last` where the registry fills pages and sends no `Link`. A page that brings nothing new ends it.
 */
export async function listTags(ask: Ask, options: TagPagesOptions): Promise<readonly string[]> {
  const { connection, pageSize, maxTags } = options;
  const tags = new Set<string>();
  const asked = new Set<string>();
  let url: string | undefined = firstPage(connection, ask, pageSize);
  while (url !== undefined) {
    asked.add(url);
    const page: Omit<TagPage, 'etag'> = await fetchPage(ask, options, url);
    const before = tags.size;
    for (const tag of page.tags) tags.add(tag);
    if (tags.size > maxTags) throw tooManyTags(ask, maxTags);
    if (tags.size === before) break;
    url = page.next ?? (await afterFullPage(ask, options, page.tags));
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
async function afterFullPage(ask: Ask, options: TagPagesOptions, tags: readonly string[]): Promise<string | undefined> {
  const { connection, pageSize, style } = options;
  const last = tags.at(-1);
  if (tags.length !== pageSize || last === undefined || (await style.endsWithoutLink(ask))) return undefined;
  return `${firstPage(connection, ask, pageSize)}&last=${encodeURIComponent(last)}`;
}

function firstPage(connection: OciConnection, { repository }: Ask, pageSize: number): string {
  return `${connection.base}${repository.path}/tags/list?n=${pageSize}`;
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
