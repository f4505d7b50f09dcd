import type { ApplicationName } from '../application/application.js';

/** An image in a notification. */
export interface NotifiedImage {
  /** `registry/name`. */
  readonly repository: string;
  /** `1.1`, `1.1@sha256:…`; undefined where nothing was there. */
  readonly from: string | undefined;
  readonly to: string;
  /** The source commit, where it is known. */
  readonly revision: string | undefined;
  /** The repository of that commit, where it is known. */
  readonly source: string | undefined;
  /** Who made that commit, or the image, where it is known. */
  readonly author: string | undefined;
  /** The repository whose commits put its tags in order. */
  readonly history?: string | undefined;
}

/** News for people: a delivery failed, or what failed is over. One of each for a failure. */
export interface Notification {
  readonly kind: 'failed' | 'recovered';
  /** Where it failed: it could not be written, or what was written failed in the cluster. */
  readonly stage: 'write' | 'rollout';
  readonly application: ApplicationName;
  readonly images: readonly NotifiedImage[];
  /** The commit in the manifest repository; undefined where there is none, or where the Application itself was patched. */
  readonly commit: string | undefined;
  readonly branch: string | undefined;
  /** A sentence without its full stop. */
  readonly reason: string;
  /** Whether the version before is put back without anybody doing anything. */
  readonly isTakenBack: boolean;
  /** In milliseconds since the epoch. */
  readonly at: number;
}
