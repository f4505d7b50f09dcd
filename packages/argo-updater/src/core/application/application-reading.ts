import type { Application } from './application.js';
import type { Finding } from './finding.js';
import type { ImageUpdater } from './image-updater/image-updater.js';

/** What was read of one place where Applications are kept. */
export interface ApplicationReading {
  readonly applications: readonly Application[];
  readonly imageUpdaters: readonly ImageUpdater[];
  /** Of documents that could not be read. */
  readonly findings: readonly Finding[];
}
