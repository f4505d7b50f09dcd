import type { Node } from 'yaml';
import { columnOf } from './lines.js';
import { rangeOf } from './parse-text.js';

/** The column that the members of a collection stand at: a key with an anchor or a tag, such as `!!merge <<`, begins with that. */
export function collectionColumn(text: string, collection: Node): number {
  const token = collection.srcToken;
  const first = token !== undefined && token.type === 'block-map' ? token.items[0] : undefined;
  const property = first?.start.find(({ type }) => type === 'anchor' || type === 'tag');
  return columnOf(text, property === undefined ? rangeOf(collection)[0] : property.offset);
}
