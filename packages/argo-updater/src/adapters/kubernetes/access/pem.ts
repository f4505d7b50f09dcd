import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorMessage } from '@towline/shared/errors';
import { KubernetesError } from '../kubernetes-error.js';

/** A certificate or key of a kubeconfig: within it as base64, or in a file beside it. */
export interface PemPlace {
  readonly data: string | null | undefined;
  readonly file: string | null | undefined;
  /** Where relative paths start. */
  readonly folder: string;
}

/** The text of a certificate or key; undefined where none is named. */
export async function readPem({ data, file, folder }: PemPlace): Promise<string | undefined> {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  return file ? readConfigured(resolve(folder, file)) : undefined;
}

/** A file that a kubeconfig names. */
export async function readConfigured(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const message = `The kubeconfig names ${path}, which cannot be read: ${errorMessage(cause)}`;
    throw new KubernetesError('kubernetes-config-invalid', message, { cause });
  }
}
