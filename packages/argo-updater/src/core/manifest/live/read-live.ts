import { printPath } from '@towline/shared/yaml';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { ManagedApplication } from '../../application/managed-application.js';
import type { WriteTarget } from '../../application/write-back/write-target.js';
import { type ImageReading, imageReading } from '../image-site.js';
import { inlineLists } from '../lists/section.js';
import { readSection } from '../lists/section-image.js';
import { done } from '../manifest-finding.js';
import { liveSource } from './live-target.js';

/** What the source of a live Application says of an image. */
export function readLive(
  managed: ManagedApplication,
  target: WriteTarget & { readonly kind: 'argocd' },
  image: ManagedImage,
): ImageReading {
  const live = liveSource(managed, target);
  if (live.kind === 'refused') return imageReading(image, live);
  const { type, path, source } = live.value;
  const { path: place, current } = readSection(inlineLists(source), image, {
    type,
    compat: managed.compat,
    live: true,
  });
  const at = { file: undefined, line: undefined, path: printPath([...path, ...place]) };
  return imageReading(image, done([{ current, at }]));
}
