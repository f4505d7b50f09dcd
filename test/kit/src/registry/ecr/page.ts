import { AwsError } from '../../aws/aws-error.js';

/** What a paged request says of the page. */
export interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** One page of things that have a key. They are in order of their keys, so a deletion between two pages skips nothing. */
export function pageOf<Item>(items: readonly Item[], keyOf: (item: Item) => string, request: PageRequest) {
  const after = request.nextToken === undefined ? undefined : decode(request.nextToken);
  const sorted = items.map((item) => ({ item, key: keyOf(item) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const rest = after === undefined ? sorted : sorted.filter(({ key }) => key > after);
  const page = rest.slice(0, request.maxResults ?? 100);
  const last = page.at(-1);
  return {
    page: page.map(({ item }) => item),
    next: rest.length > page.length && last !== undefined ? { nextToken: encode(last.key) } : {},
  };
}

const mark = 'after:';

function encode(key: string): string {
  return Buffer.from(`${mark}${key}`).toString('base64');
}

function decode(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith(mark))
    throw new AwsError('InvalidParameterException', 'Invalid parameter: nextToken is not valid');
  return text.slice(mark.length);
}
