import type { GitSha } from '@towline/shared/image';
import type { SourceHistory } from '@towline/shared/policy';
import type {
  Clock,
  GitHistory,
  GitIdentity,
  GitRepository,
  Logger,
  PullRequests,
  Registry,
} from '@towline/shared/ports';
import type { AnnotationChanges } from '../../core/application/annotations/edit-annotations.js';
import type { Application, ApplicationName } from '../../core/application/application.js';
import type { ApplicationReading } from '../../core/application/application-reading.js';
import type { GitWriteTarget } from '../../core/application/write-back/write-target.js';
import type { PatchOperation } from '../../core/manifest/live/argocd-patch.js';
import type { ImageChange } from '../../core/message/image-change.js';
import type { SignatureVerdict } from '../../core/plan/signature-verdict.js';
import type { VerdictQuery } from '../../core/plan/what-is-missing.js';
import type { Template } from '../../core/template/template.js';
import type { ListingPort } from './list-candidates.js';

/** What may be given up. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** Where Applications are read. */
export interface ApplicationsPort {
  read(waiting: Waiting): Promise<ApplicationReading>;
}

/** A place where one can write: its repository, and what opens it. */
export type RepositoryPlace = Pick<GitWriteTarget, 'repository' | 'credentials'>;

/** Opens manifest repositories. Those who ask for one repository in the same way get the same object. */
export interface RepositoriesPort {
  open(place: RepositoryPlace, waiting: Waiting): Promise<ManifestRepository>;
}

/** A repository that is written, and whose history is asked before it is. */
export type ManifestRepository = GitRepository & Pick<GitHistory, 'log' | 'changes' | 'filesAt'>;

/** The pull requests of the host of a repository. */
export interface PullRequestsPort {
  open(place: RepositoryPlace & { readonly provider: 'github' | 'gitlab' }, waiting: Waiting): Promise<PullRequests>;
}

/** Live Applications. */
export interface LivePort {
  /** Undefined where it is gone. */
  read(name: ApplicationName, waiting: Waiting): Promise<Application | undefined>;
  /** A conflict is a value: the Application is read and planned again. */
  patch(
    name: ApplicationName,
    operations: readonly PatchOperation[],
    waiting: Waiting,
  ): Promise<{ readonly kind: 'patched' | 'conflict' }>;
  /** Sets its annotations, and takes away those that are undefined. All others stay. */
  annotate(name: ApplicationName, changes: AnnotationChanges, waiting: Waiting): Promise<void>;
}

/** Tells whoever watches an Application that it was written. */
export interface EventsPort {
  updated(application: Application, changes: readonly ImageChange[], waiting: Waiting): Promise<void>;
}

/** Looks whether images are signed. */
export interface SignaturesPort {
  verify(query: VerdictQuery, waiting: Waiting): Promise<SignatureVerdict>;
}

/** Commits of source repositories, for the strategy `commit`. Each branch is fetched once. */
export interface HistoriesPort {
  /** The default branch where none is given. */
  read(
    source: { readonly repository: string; readonly branch: string | undefined },
    waiting: Waiting,
  ): Promise<SourceHistory>;
  /** Who made a commit of a repository that was read; undefined where nobody knows. */
  author(commit: { readonly repository: string; readonly sha: GitSha }, waiting: Waiting): Promise<string | undefined>;
}

/** Everything that a pass speaks to. */
export interface PassPorts extends WorkPorts {
  readonly applications: ApplicationsPort;
}

/** What a pass speaks to once it knows which Applications there are. */
export interface WorkPorts {
  readonly registry: Registry;
  /** Who remembers what the registry listed. The registry itself is asked where absent. */
  readonly listings?: ListingPort | undefined;
  readonly repositories: RepositoriesPort;
  readonly histories: HistoriesPort;
  /** Undefined where no keys are at hand. */
  readonly signatures?: SignaturesPort | undefined;
  /** Undefined where no cluster is at hand. */
  readonly live?: LivePort | undefined;
  readonly pullRequests: PullRequestsPort;
  /** Undefined where nobody is told. */
  readonly events?: EventsPort | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** The hex digest of a text. */
  readonly sha256: (text: string) => string;
  /** At least 0 and below 1. */
  readonly random: () => number;
}

/** What is looked at, and how. */
export interface GatherOptions {
  /** The namespace of Argo CD. */
  readonly controllerNamespace: string;
  readonly compat?: boolean | undefined;
  /** The addresses that we commit under: whose changes of images are no decisions of a person. */
  readonly emails: readonly string[];
  /** Only Applications of these names, with their namespaces or without; all where absent. */
  readonly applications?: readonly string[] | undefined;
  /** Only Applications with an image of these repositories; all where absent. */
  readonly repositories?: readonly string[] | undefined;
  readonly concurrency: Concurrency;
}

/** How much is done at once. */
export interface Concurrency {
  /** Questions to registries; each registry has a limit of its own besides. */
  readonly lookups: number;
  /** Manifest repositories, and live Applications. */
  readonly writes: number;
}

/** How commits look. */
export interface CommitStyle {
  readonly template: Template;
  readonly author: GitIdentity;
  readonly signOff: boolean;
  /** One commit for all Applications of a push, where each has its own otherwise. */
  readonly batch: boolean;
  /** Set where commits take versions back, with the words of whoever does, if any: then the message says so, and the trailers too. */
  readonly rollback?: { readonly reason: string | undefined } | undefined;
}
