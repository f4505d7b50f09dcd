import type { ImageChange } from '../../core/message/image-change.js';

/** Keeps the status of ImageUpdaters. */
export interface ImageUpdaterTeller {
  /** Takes in what a pass changed in an Application. */
  updated(application: string, changes: readonly ImageChange[]): void;
  /** Writes every status of ours that is not as it should be, and lets go of ImageUpdaters that are deleted. */
  tell(signal: AbortSignal): Promise<void>;
}
