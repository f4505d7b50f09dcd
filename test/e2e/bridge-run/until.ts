import { readFile, watch } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Resolves with what a file holds as soon as it is there. */
export async function untilExists(path: string): Promise<string> {
  const controller = new AbortController();
  const changes = watch(dirname(path), { signal: controller.signal });
  try {
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found !== undefined) return found;
    for await (const _change of changes) {
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text !== undefined) return text;
    }
    throw new Error(`${path} is never written`);
  } finally {
    controller.abort();
  }
}
