import type { ManagedApplication } from '../application/managed-application.js';
import type { ImageReading } from './image-site.js';
import { readLive } from './live/read-live.js';
import type { ManifestFiles } from './manifest-files.js';
import { openTarget } from './open-target.js';

/** What the write target of an Application holds of its images: one answer each, in their order. The method `argocd` needs no files. */
export function readImages(managed: ManagedApplication, files: ManifestFiles): readonly ImageReading[] {
  const { images, writeTarget } = managed;
  if (writeTarget.kind === 'argocd') return images.map((image) => readLive(managed, writeTarget, image));
  const opened = openTarget(writeTarget.file, { ...managed, files });
  if (opened.kind === 'refused') {
    return images.map((image) => ({ kind: 'refused', image, findings: opened.findings }));
  }
  return images.map((image) => opened.value.read(image));
}
