import type { Environment } from '@towline/shared/process';
import type { TagPolicy } from './app/pass/tag-policy.js';
import type { Notification } from './core/outcome/notification.js';

/** What an updater works with. */
export interface UpdaterOptions {
  /** A folder or a file of Application manifests, or the URL of a Git repository that has them. The cluster where absent. */
  readonly applications?: string | undefined;
  /** Settings by their flags, without dashes: `{ 'registries-conf-path': 'registries.conf' }`. They go before the environment. */
  readonly settings?: Readonly<Record<string, string | boolean>> | undefined;
  /** Where settings, proxies, credentials and the PATH of git are read. Give `process.env` for those of this process; empty where absent. */
  readonly environment?: Environment | undefined;
  /** Narrows the tags that may be written. */
  readonly tagPolicy?: TagPolicy | undefined;
  /** Each is told of every failure and of its end, besides those whom the settings name. Rejections are logged. */
  readonly notifiers?:
    | readonly ((news: Notification, signal: AbortSignal | undefined) => void | Promise<void>)[]
    | undefined;
  /** Given each piece of the log, whole lines. Nothing is logged where absent. */
  readonly log?: ((text: string) => void) | undefined;
}

/** Which Applications, and how long. */
export interface PassOptions {
  /** Names, with their namespaces or without; all where absent. */
  readonly only?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What becomes of an image. */
export interface PlannedImage {
  /** Its name as the Application has it, without a constraint. */
  readonly image: string;
  readonly kind: 'change' | 'current' | 'held' | 'refused' | 'waiting' | 'failed';
  /** What Git holds, or what is live where Git says nothing: `1.4.1`, `1.4.1@sha256:…`. */
  readonly from?: string | undefined;
  /** What is written, or would be if it were not held and did not wait. */
  readonly to?: string | undefined;
  /** Why, in words; undefined where it is current. */
  readonly reason?: string | undefined;
}

/** What becomes of an Application. */
export interface PlannedApplication {
  /** `argocd/cart` */
  readonly application: string;
  readonly images: readonly PlannedImage[];
  /** What a pass changes in the manifest repository, as unified diffs. */
  readonly files: readonly { readonly path: string; readonly diff: string }[];
  /** A pass patches the live Application. */
  readonly patches: boolean;
}

/** What a pass would do. */
export interface UpdaterPlan {
  readonly applications: readonly PlannedApplication[];
  /** Applications that are left out because of a mistake in them, each with it. */
  readonly skipped: readonly { readonly application: string; readonly reason: string }[];
  /** What is wrong with documents that were read, each in a sentence with its place. */
  readonly problems: readonly string[];
}

/** What a pass did for an Application. */
export interface DeliveredApplication {
  readonly application: string;
  readonly images: readonly PlannedImage[];
  readonly outcome: 'unchanged' | 'committed' | 'requested' | 'patched' | 'failed';
  /** The commit in the manifest repository. */
  readonly commit?: string | undefined;
  /** The pull request. */
  readonly url?: string | undefined;
  /** What went wrong. */
  readonly failure?: { readonly code: string; readonly message: string } | undefined;
}

/** Keeps the images of Applications up to date. */
export interface Updater {
  /** Reads everything and decides. Writes nothing. */
  plan(options?: PassOptions): Promise<UpdaterPlan>;
  /** One pass: reads, plans, and carries the plan out. */
  runOnce(options?: PassOptions): Promise<readonly DeliveredApplication[]>;
  /** Runs the controller until it is aborted; then it ends what it is writing, and resolves. */
  run(signal: AbortSignal): Promise<void>;
}
