import type { ApplicationName } from '../application/application.js';
import type { WriteTarget } from '../application/write-back/write-target.js';
import type { PatchOperation } from '../manifest/live/argocd-patch.js';
import type { ImageOutcome } from './image-outcome.js';

/** What is to be done, as plain data: carried out as it is, or printed. */
export interface Plan {
  readonly applications: readonly ApplicationPlan[];
}

/** What becomes of one Application. */
export interface ApplicationPlan {
  readonly application: ApplicationName;
  readonly target: WriteTarget;
  /** One for each managed image, in their order. */
  readonly images: readonly ImageOutcome[];
  readonly write: PlannedWrite;
  readonly findings: readonly PlanFinding[];
}

/** What is written for an Application. */
export type PlannedWrite =
  | { readonly kind: 'nothing' }
  /**
   * Files of the repository. Applications that write to one branch are planned one upon the other, in the order of the plan: what one of
   * them leaves behind, the next one finds.
   */
  | { readonly kind: 'files'; readonly destination: Destination; readonly files: readonly FileEdit[] }
  /** A JSON Patch of the live Application. */
  | { readonly kind: 'patch'; readonly operations: readonly PatchOperation[] };

/** Where commits go: those with equal destinations belong together. */
export interface Destination {
  readonly repository: string;
  /** The branch that was read. */
  readonly base: string;
  /** The branch that is written: the base itself, or a branch of its own. */
  readonly branch: string;
}

/** The new text of a file; `before` is undefined where the file is new. */
export interface FileEdit {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Something to tell about an Application, besides what becomes of its images. */
export interface PlanFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** Where: an annotation, or a place in a file. */
  readonly at?: string | undefined;
}

/** Whether a plan changes anything. */
export function hasChanges({ applications }: Plan): boolean {
  return applications.some(({ write }) => write.kind !== 'nothing');
}
