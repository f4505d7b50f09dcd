import type { ApplicationReading } from '../../core/application/application-reading.js';
import { readDocuments } from './read-documents.js';
import { readTexts } from './read-texts.js';

/** Reads the Applications of a file, or of the manifests below a folder. */
export async function readFolder(
  path: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ApplicationReading> {
  return readDocuments(await readTexts(path, options));
}
