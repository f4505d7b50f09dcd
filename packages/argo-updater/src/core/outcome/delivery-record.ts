import type { ApplicationName } from '../application/application.js';

/** Where an image is on its way to an Application. */
export type DeliveryState =
  /** It is in the registry; nothing was decided about it yet, or something else was chosen. */
  | 'published'
  /** It is to be written: in a pull request, or by the next attempt. */
  | 'planned'
  | 'held'
  | 'committed'
  /** Argo CD has applied it. */
  | 'synced'
  | 'healthy'
  /** It could not be written, applied or started. It is followed on: what failed may recover. */
  | 'failed';

/** What is known of one image on its way to one Application. */
export interface DeliveryRecord {
  readonly application: ApplicationName;
  /** How people know the image: its alias, or its name. */
  readonly label: string;
  /** `registry/name` in canonical spelling. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** The source commit that it was built from, as far as anything says it. */
  readonly revision: string | undefined;
  readonly state: DeliveryState;
  /** A sentence without its full stop. */
  readonly reason: string | undefined;
  /** The commit in the manifest repository. */
  readonly commit: string | undefined;
  /** Since when it is in this state, in milliseconds since the epoch. */
  readonly at: number;
}

/** What became of images, for those who ask. */
export interface DeliveryTrace {
  /** Of the images that were built from a source commit, or written by a manifest commit; both may be shortened to seven digits. */
  bySha(sha: string): readonly DeliveryRecord[];
  /** Of the images of an Application as they stand, by its name, with its namespace or without. */
  byApplication(name: string): readonly DeliveryRecord[];
}
