import type { Application } from './application.js';
import type { Finding } from './finding.js';
import type { LiveImage } from './images/live-images.js';
import type { ManagedImage } from './images/managed-image.js';
import type { WriteTarget } from './write-back/write-target.js';

/** An Application that is kept up to date. */
export interface ManagedApplication {
  readonly application: Application;
  readonly writeTarget: WriteTarget;
  /** At least one. */
  readonly images: readonly ManagedImage[];
  /** What runs, forced images included; undefined where nothing is known of it, because the Application was read from a manifest. */
  readonly live: readonly LiveImage[] | undefined;
  /** Whether to answer as argocd-image-updater does. */
  readonly compat: boolean;
  readonly onFailure: 'none' | 'revert';
  /** How often its image repositories are to be looked at; undefined where nothing says it. */
  readonly intervalMs?: number | undefined;
  /** Warnings, and the errors of images that were left out. */
  readonly findings: readonly Finding[];
}

/** An Application that was selected and cannot be updated, and every reason why. */
export interface SkippedApplication {
  readonly application: Application;
  readonly findings: readonly Finding[];
}

/** What became of the Applications that anything selects. One that nothing selects is in neither list. */
export interface ApplicationSelection {
  readonly managed: readonly ManagedApplication[];
  readonly skipped: readonly SkippedApplication[];
  /** What is wrong with ImageUpdaters themselves. */
  readonly findings: readonly Finding[];
}
