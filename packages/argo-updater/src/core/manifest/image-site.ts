import { type ImageReference, sameImage } from '@towline/shared/image';
import { printPath, type YamlDocument, type YamlPath } from '@towline/shared/yaml';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { ImageVersion } from './image-version.js';
import type { Attempt, ManifestFinding } from './manifest-finding.js';

/** Where an image stands, or would be put. */
export interface ImagePlace {
  /** Undefined for the Application itself. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** The way to it within the document: `helm.parameters[1].value`. */
  readonly path: string;
}

/** One place that holds an image. `current` is undefined where nothing is there yet, or nothing that names a version. */
export interface ImageSite {
  readonly current: ImageReference | undefined;
  readonly at: ImagePlace;
}

/** What the files hold of one image. */
export type ImageReading =
  | {
      readonly kind: 'read';
      readonly image: ManagedImage;
      /** What every place holds; undefined where they hold nothing yet, or do not agree: then there is something to write. */
      readonly current: ImageReference | undefined;
      readonly sites: readonly [ImageSite, ...ImageSite[]];
    }
  | { readonly kind: 'refused'; readonly image: ManagedImage; readonly findings: readonly ManifestFinding[] };

/** A version that is to be written for an image. */
export interface ImageUpdate {
  readonly image: ManagedImage;
  readonly to: ImageVersion;
}

/** New texts by path, empty where the files say it all already; or every reason why nothing can be written. */
export type ManifestEdit =
  | { readonly kind: 'edited'; readonly files: ReadonlyMap<string, string> }
  | { readonly kind: 'refused'; readonly findings: readonly ManifestFinding[] };

/** A place in a file. */
export function placeIn(file: string, document: YamlDocument | undefined, path: YamlPath): ImagePlace {
  return { file, line: document?.positionOf(path).line, path: printPath(path) };
}

/** The places of an image as what is read of it. */
export function imageReading(image: ManagedImage, sites: Attempt<readonly [ImageSite, ...ImageSite[]]>): ImageReading {
  if (sites.kind === 'refused') return { kind: 'refused', image, findings: sites.findings };
  const [first, ...rest] = sites.value;
  const agree = rest.every(({ current }) => current && first.current && sameImage(current, first.current));
  return { kind: 'read', image, current: agree ? first.current : undefined, sites: sites.value };
}
