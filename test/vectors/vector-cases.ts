import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A fact recorded from another program: a function of it, what it was given and what it answered. */
export interface VectorCase {
  readonly name: string;
  readonly fn: string;
  readonly input: unknown;
  readonly expected: unknown;
}

const casesSchema = z.array(z.object({ name: z.string(), fn: z.string(), input: z.unknown(), expected: z.unknown() }));

const besideTheRepository = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));

/** The vectors that a run of the tests reads: those of `TOWLINE_VECTORS`, else those beside the repository. */
export const vectorsFolder = process.env.TOWLINE_VECTORS ?? besideTheRepository;

/** Whether the vectors are those that the list of differences was written for, so that each of its rows must be met. */
export const areUsualVectors = process.env.TOWLINE_VECTORS === undefined;

/** The text of a file of vectors; undefined where it is not on this machine. */
export function readVectors(file: string): string | undefined {
  const path = join(vectorsFolder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** The cases of a file of argocd-image-updater's vectors; undefined where it is not on this machine. */
export function readCases(file: string): readonly VectorCase[] | undefined {
  const text = readVectors(join('argocd-image-updater', file));
  return text === undefined ? undefined : casesSchema.parse(JSON.parse(text));
}
