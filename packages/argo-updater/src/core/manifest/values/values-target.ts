import type { ManagedImage } from '../../application/images/managed-image.js';
import type { FileTarget } from '../../application/write-back/write-target.js';
import { type ImageReading, type ImageUpdate, imageReading, placeIn } from '../image-site.js';
import { helmKeys } from '../keyed/image-keys.js';
import {
  type KeyedContext,
  type KeyedValue,
  keyedValues,
  mergeKeyedValues,
  readKeyed,
  versionKey,
} from '../keyed/keyed-values.js';
import { type Attempt, done } from '../manifest-finding.js';
import type { OpenTarget, TargetContext } from '../manifest-target.js';
import { placeOfKey } from './values-document.js';
import { openValuesFiles, type ValuesFiles } from './values-files.js';
import { writeValues } from './write-values.js';

/** Helm values files. Each key is changed in the last file that has it, which is the one that Helm heeds, or put into the last file. */
export function openHelmValues(
  { paths }: FileTarget & { readonly kind: 'helm-values' },
  { files, compat }: TargetContext,
): Attempt<OpenTarget> {
  const opened = openValuesFiles(paths, files);
  if (opened.kind === 'refused') return opened;
  const { holderOf, textOf } = opened.value;
  return done({
    read: (image) => readValues(image, opened.value),
    write: (updates) => {
      const wanted = updates.flatMap((update) => tagFirst(update, { textOf, compat, shortens: true }));
      const values = mergeKeyedValues(wanted, { at: paths.join(', '), compat });
      return values.kind === 'refused' ? values : writeValues(values.value, { files, holderOf });
    },
  });
}

function readValues(image: ManagedImage, { holderOf, textOf }: ValuesFiles): ImageReading {
  const keys = helmKeys(image);
  const key = versionKey(keys);
  const holder = holderOf(key);
  const place = placeOfKey(holder, key);
  const at = placeIn(holder.file, holder.document, place.kind === 'found' ? place.path : [key]);
  return imageReading(image, done([{ current: readKeyed(image, keys, textOf), at }]));
}

/** A new file has the tag first, as at argocd-image-updater. */
function tagFirst(update: ImageUpdate, context: KeyedContext): readonly KeyedValue[] {
  const values = keyedValues(update, helmKeys(update.image), context);
  return [...values.filter(({ part }) => part !== 'name'), ...values.filter(({ part }) => part === 'name')];
}
