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
}

/** News for people: a delivery failed in the cluster, or what failed is healthy again. One of each for a failure. */
export interface Notification {
  readonly kind: 'failed' | 'recovered';
  readonly application: ApplicationName;
  readonly images: readonly NotifiedImage[];
  /** The commit in the manifest repository; undefined where the Application itself was patched. */
  readonly commit: string | undefined;
  readonly branch: string | undefined;
  /** A sentence without its full stop. */
  readonly reason: string;
  /** In milliseconds since the epoch. */
  readonly at: number;
}
