import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorMessage } from '@towline/shared/errors';
import type { HttpClient } from '@towline/shared/ports';
import { type IgnoreRules, ignoreRules, readIgnoreRules } from '../../../core/dockerfile/ignore.js';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import { createBuildContext } from './build-context.js';
import type { ImageStore } from './image-store.js';
import { createLayerBox } from './layer-box.js';

/** What the context and the layers of one build are made with. */
export interface BuildFolder {
  /** The build context. */
  readonly context: string;
  /** Path of the Dockerfile. */
  readonly dockerfile: string;
  readonly store: ImageStore;
  readonly http: HttpClient;
  /** Whether layers that were written before are used. */
  readonly useCache: boolean;
  /** What programs see that unpack archives and layers. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The adapters of one build: its context, as `.dockerignore` leaves it, and the layers of the store. */
export async function openBuildFolder({ context, dockerfile, store, http, useCache, environment }: BuildFolder) {
  const { blobs } = store;
  const layers = createLayerBox({ blobs, context, useCache, environment });
  const rules = await readRules(context, dockerfile);
  return {
    layers,
    context: createBuildContext({ folder: context, rules, blobs, http, environment, openContent: layers.openContent }),
  };
}

/** Reads a Dockerfile. */
export async function readDockerfileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = errorCode(cause) === 'ENOENT' ? 'there is no such file' : errorMessage(cause);
    throw new ImageBuildError('image-file-unreadable', `${path} cannot be read: ${why}`, {
      hint: 'Name the Dockerfile by --file, from where you are.',
      cause,
    });
  }
}

/** A file beside the Dockerfile that is called after it comes before the one of the context. */
async function readRules(context: string, dockerfile: string): Promise<IgnoreRules> {
  for (const path of [`${dockerfile}.dockerignore`, join(context, '.dockerignore')]) {
    try {
      return readIgnoreRules(await readFile(path, 'utf8'));
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') continue;
      throw new ImageBuildError('image-file-unreadable', `${path} cannot be read: ${errorMessage(cause)}`, { cause });
    }
  }
  return ignoreRules([]);
}
