import type { Application } from '../application/application.js';
import type { ManagedImage } from '../application/images/managed-image.js';
import type { ImageReading, ImageUpdate, ManifestEdit } from './image-site.js';
import type { ManifestFiles } from './manifest-files.js';

/** What a write target is read and written by. */
export interface TargetContext {
  readonly application: Application;
  /** All images of the Application. */
  readonly images: readonly ManagedImage[];
  readonly compat: boolean;
  readonly files: ManifestFiles;
}

/** The files of a write target, found and understood: tells where an image stands, and makes new texts. */
export interface OpenTarget {
  read(image: ManagedImage): ImageReading;
  write(updates: readonly ImageUpdate[]): ManifestEdit;
}
