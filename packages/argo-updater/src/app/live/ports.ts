import type { GitSha } from '@towline/shared/image';
import type { Application, ApplicationName } from '../../core/application/application.js';
import type { ImageUpdater } from '../../core/application/image-updater/image-updater.js';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { ImageState } from '../../core/live/image-state.js';
import type { LiveEvent } from '../../core/live/live-event.js';
import type { LastWrite } from '../../core/outcome/last-writes.js';
import type { Failure } from '../../core/plan/image-outcome.js';
import type { WrittenVersion } from '../../core/plan/rollback-outcomes.js';
import type { Waiting } from '../pass/ports.js';

/** Takes news. It never waits: `full` asks whoever brings the news to bring it again later. */
export interface EventSink {
  accept(event: LiveEvent): 'accepted' | 'full';
}

/** What was last written for an Application. */
export type LastDelivery =
  | { readonly kind: 'committed'; readonly at: number; readonly branch: string; readonly commit: GitSha }
  | { readonly kind: 'requested'; readonly at: number; readonly branch: string; readonly url: string }
  | { readonly kind: 'patched'; readonly at: number }
  | { readonly kind: 'failed'; readonly at: number; readonly failure: Failure };

/** What is known of an Application that is kept up to date, or was to be. Small: there is one for each, all the time. */
export interface ApplicationState {
  readonly application: ApplicationName;
  /** Its image repositories, in canonical spelling, planned or not. */
  readonly repositories: readonly string[];
  /** Empty until it was planned. */
  readonly images: readonly ImageState[];
  /** When it was last planned, in milliseconds since the epoch; undefined where it was not yet. */
  readonly plannedAt: number | undefined;
  readonly lastDelivery: LastDelivery | undefined;
  /** What is wrong with its settings; it is left out where that is an error. */
  readonly problems: readonly string[];
  /** Argo CD's words for it. */
  readonly sync: string | undefined;
  readonly health: string | undefined;
}

/** Whether the controller does its work. */
export interface Readiness {
  /** Whether everything was read that it needs. */
  readonly ready: boolean;
  /** What it waits for, where it is not ready. */
  readonly reason?: string | undefined;
}

/** What the controller knows, for those who show it. Nothing here waits or asks anybody. */
export interface LiveView {
  readiness(): Readiness;
  applications(): readonly ApplicationState[];
  /** The Application of this name, with its namespace or without. */
  application(name: string): ApplicationState | undefined;
  /** Has all of an Application looked at anew, here or by the replica that owns it. */
  reconcile(name: string): 'accepted' | 'full' | 'unknown';
  /** The other replicas that have Applications now. */
  others(): readonly Peer[];
}

/** What a pass came to for one Application. */
export interface Decision {
  readonly application: Application;
  readonly images: readonly DecidedImage[];
  /** When the news of an image says it was pushed, by its repository: milliseconds since the epoch. */
  readonly pushedAt: ReadonlyMap<string, number>;
  /** Undefined where nothing was written, because nothing was to be. */
  readonly delivery: LastDelivery | undefined;
  /** Whether a person has to merge what was written before it is where it is read. */
  readonly isProposed: boolean;
  /** Whether it takes back what failed. */
  readonly takesBack: boolean;
  /** What a commit of ours last wrote, where nothing was written now and this replica has not planned the Application before. */
  readonly lastWrite?: LastWrite | undefined;
  readonly at: number;
}

/** What is told of one pass when it is over. */
export interface PassReport {
  /** `poll` where facts were due, `event` where news came, `change` where Applications or settings changed. */
  readonly cause: PassCause;
  readonly durationMs: number;
  readonly applications: number;
  readonly failed: number;
}

/** Why a pass was made. */
export type PassCause = 'start' | 'poll' | 'event' | 'change' | 'retry';

/** Told of what happens, for metrics and logs. It must not throw and must not wait. */
export interface PassObserver {
  /** A pass is over. */
  passed(report: PassReport): void;
  /** All repositories and branches that were due were asked; what of it was news is left to passes. */
  polled(report: { readonly repositories: number; readonly branches: number; readonly durationMs: number }): void;
  /** One decision of a pass. */
  decided(decision: Decision): void;
  /** How many Applications and images are kept up to date, over all replicas. */
  counted(counts: { readonly applications: number; readonly images: number }): void;
}

/** Told of deliveries and of every Application as it changes, so that what becomes of a delivery is followed without asking. */
export interface DeliveryFollower {
  /** Something was written, or was to be written and failed. */
  delivered(decision: Decision & { readonly delivery: LastDelivery }): void;
  /** Argo CD or a person changed the Application. */
  observed(application: Application): void;
  /** The Application is gone, or another replica has it now. */
  gone(name: ApplicationName): void;
}

/** Another replica. */
export interface Peer {
  readonly name: string;
  /** Where it takes news from replicas: `https://10.0.0.7:8443`; undefined where it takes none. */
  readonly address: string | undefined;
}

/** Hands news to the replica that owns what it is about. Fails where that one did not take it. */
export interface PeersPort {
  hand(peer: Peer, event: LiveEvent | ReconcileRequest, waiting: Waiting): Promise<void>;
}

/** Somebody asked for an Application to be looked at, at a replica that does not own it. */
export interface ReconcileRequest {
  readonly kind: 'reconcile';
  readonly application: ApplicationName;
}

/** What was written and failed, and is to be taken back. */
export interface TakeBackRequest {
  readonly application: ApplicationName;
  /** By the labels of images. */
  readonly written: ReadonlyMap<string, WrittenVersion>;
  /** Why, as a sentence without its full stop. */
  readonly reason: string;
}

/** What is told of Applications, or of ImageUpdaters, wherever they are watched. */
export interface CollectionSink<Item> {
  /** All there is in a namespace, or in all of them where none is named: what is not among it is gone. */
  replaced(namespace: string | undefined, items: readonly Item[]): void;
  changed(item: Item): void;
  gone(name: ApplicationName): void;
}

/** Watches Applications and ImageUpdaters, and tells of them until it is aborted. It goes on by itself after every failure. */
export interface WatchPort {
  /** Of how many lists of each the first has to be told before everything is known: one for each namespace, or one. */
  readonly namespaces: readonly (string | undefined)[];
  watch(
    sinks: {
      readonly applications: CollectionSink<Application>;
      readonly imageUpdaters: CollectionSink<ImageUpdater>;
    },
    signal: AbortSignal,
  ): Promise<void>;
}

/** The replicas, and which of them has what. One that runs alone has everything. */
export interface ReplicasPort {
  /** Takes part until it is aborted, and leaves so that the others know at once. Tells whenever works may have changed hands, or others say something else. */
  run(onChange: () => void, signal: AbortSignal): Promise<void>;
  /** Whether this replica has the work, certainly and now. */
  owns(work: string): boolean;
  /** Who else has the work; undefined where this replica has it, or nobody. */
  ownerOf(work: string): Peer | undefined;
  /** Tells the others a text, in the stead of what it told before. */
  say(notes: string): void;
  /** What the others that are alive say. It is told when that changes, too. */
  heard(): readonly string[];
}

/** What is written into an ImageUpdater. */
export interface ImageUpdaterPort {
  /** Lays these fields over its status. One that is gone is none of our business any more. */
  writeStatus(name: ApplicationName, status: object, waiting: Waiting): Promise<void>;
  /** Leaves it these finalizers, unless it changed. */
  setFinalizers(imageUpdater: ImageUpdater, finalizers: readonly string[], waiting: Waiting): Promise<void>;
}
