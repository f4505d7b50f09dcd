import type { ManifestFiles } from '../manifest-files.js';
import { type Attempt, attempt, done } from '../manifest-finding.js';
import { filledDocument } from '../yaml-value.js';
import { placeOfKey, type ValuesDocument, valueOfKey } from './values-document.js';

/** Values files in the order in which Helm reads them: each key is that of the last file that has it. */
export interface ValuesFiles {
  /** The file that has a key; the last one where none has. */
  holderOf(key: string): ValuesDocument;
  /** What a key says; undefined where it says nothing. */
  textOf(key: string): string | undefined;
}

/** Opens values files. Those that do not exist are empty. */
export function openValuesFiles(
  [first, ...rest]: readonly [string, ...string[]],
  files: ManifestFiles,
): Attempt<ValuesFiles> {
  const one = openValues(first, files);
  if (one.kind === 'refused') return one;
  let last = one.value;
  const opened = [last];
  for (const path of rest) {
    const more = openValues(path, files);
    if (more.kind === 'refused') return more;
    last = more.value;
    opened.push(last);
  }
  const holderOf = (key: string) => opened.findLast((values) => placeOfKey(values, key).kind === 'found') ?? last;
  return done({ holderOf, textOf: (key) => valueOfKey(holderOf(key), key) });
}

function openValues(file: string, files: ManifestFiles): Attempt<ValuesDocument> {
  return attempt(file, () => done({ file, document: filledDocument(files.documents(file)), base: [] }));
}
