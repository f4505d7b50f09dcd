import { parseJson } from '../format/parse-json.js';
import { tagListSchema } from '../format/schema.js';
import type { Ask } from '../image-source.js';
import type { OciConnection } from './oci-connection.js';

/** How a registry says that a listing goes on. */
export interface PagingStyle {
  /**
   * Whether the end of a full page without a `Link` is the end of the listing: the registry sends a `Link` where there is more, or does not
   * page at all. False where the next page has to be asked for by `last`. Found out by one small request to a repository that has several tags, once a registry.
   */
  endsWithoutLink(ask: Ask): Promise<boolean>;
}

const maxBytes = 16 * 1024 * 1024;

/** The style of one registry. */
export function createPagingStyle(connection: OciConnection): PagingStyle {
  let known: boolean | undefined;
  let asking: Promise<boolean> | undefined;
  const probe = async (ask: Ask): Promise<boolean> => {
    const url = `${connection.base}${ask.repository.path}/tags/list?n=1`;
    const answer = await connection.request(ask, { kind: 'tags', method: 'GET', url, maxBytes });
    const { tags } = parseJson(answer.body, tagListSchema, 'a page of one tag');
    return answer.headers.link !== undefined || (tags ?? []).length !== 1;
  };
  return {
    async endsWithoutLink(ask) {
      // Several listings may come here at once: one of them asks, and another in its place where that one is given up.
      while (known === undefined) {
        ask.signal?.throwIfAborted();
        const mine = asking === undefined;
        asking ??= probe(ask);
        try {
          known = await asking;
        } catch (error) {
          asking = undefined;
          if (mine) throw error;
        }
      }
      return known;
    },
  };
}
