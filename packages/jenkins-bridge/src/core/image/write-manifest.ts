import type { Descriptor } from '@towline/shared/ports';
import { ociTypes } from './media-types.js';

type Annotations = Readonly<Record<string, string>>;

/** The manifest of an image as it is stored: the same bytes for the same parts. */
export function writeManifest(parts: {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Annotations;
}): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: ociTypes.manifest,
    config: bare(parts.config),
    layers: parts.layers.map(bare),
    annotations: some(parts.annotations),
  });
}

/** An index as it is stored: the same bytes for the same images in the same order. */
export function writeIndex(manifests: readonly Descriptor[], annotations: Annotations): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: ociTypes.index,
    manifests: manifests.map((each) => ({
      ...bare(each),
      platform: each.platform && {
        architecture: each.platform.architecture,
        os: each.platform.os,
        variant: each.platform.variant,
      },
      annotations: some(each.annotations ?? {}),
    })),
    annotations: some(annotations),
  });
}

function bare({ mediaType, digest, size }: Descriptor): Descriptor {
  return { mediaType, digest, size };
}

function some(annotations: Annotations): Annotations | undefined {
  const entries = Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
