import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '@towline/shared/errors';
import type { z } from 'zod';

/** What was noted in a file of the store; undefined where there is no such file, or one that nobody here wrote. */
export async function readNote<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return schema.safeParse(parseJson(text)).data;
}

/** Notes a value in a file, whole or not at all. */
export async function writeNote(path: string, note: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(note));
  await rename(draft, path);
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What cannot be read is as good as nothing: it is made again.
    return undefined;
  }
}
