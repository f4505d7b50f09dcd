/** What `git cat-file --batch` gave: contents by object id, and the ids that the repository does not have. */
export interface ObjectBatch {
  readonly found: ReadonlyMap<string, Uint8Array>;
  readonly missing: readonly string[];
}

/** Parses the output of `git cat-file --batch`. */
export function parseObjectBatch(output: Uint8Array): ObjectBatch {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  const found = new Map<string, Uint8Array>();
  const missing: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(0x0a, at);
    const [id = '', type = '', size = ''] = bytes.toString('latin1', at, end < 0 ? bytes.length : end).split(' ');
    at = end < 0 ? bytes.length : end + 1;
    if (type === 'missing') {
      missing.push(id);
      continue;
    }
    const length = Number(size);
    found.set(id, bytes.subarray(at, at + length));
    at += length + 1;
  }
  return { found, missing };
}
