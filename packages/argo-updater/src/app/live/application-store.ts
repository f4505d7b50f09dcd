import { formatRepository } from '@towline/shared/image';
import { type Application, type ApplicationName, applicationKey } from '../../core/application/application.js';
import type { Finding } from '../../core/application/finding.js';
import type { ImageUpdater } from '../../core/application/image-updater/image-updater.js';
import { type ApplicationManager, createApplicationManager } from '../../core/application/manage-applications.js';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import { workKey } from '../../core/live/work-key.js';
import { type ListingQuestion, listingQuestions } from '../pass/list-candidates.js';
import { createIndex, type KeyIndex } from './key-index.js';
import type { CollectionSink } from './ports.js';

/** How Applications are judged and told apart. */
export interface StoreOptions {
  /** The namespace of Argo CD. */
  readonly controllerNamespace: string;
  readonly compat: boolean;
  /** The namespaces whose lists must be read before anything is known; undefined stands for all of them. */
  readonly namespaces: readonly (string | undefined)[];
  /** One text for all spellings of the address of a repository. */
  readonly addressKey: (address: string) => string;
  /** The hex digest of a text. */
  readonly sha256: (text: string) => string;
}

/** An Application that something selects. */
export interface StoredApplication {
  readonly key: string;
  readonly application: Application;
  /** Undefined where it cannot be kept up to date; `findings` says why. */
  readonly managed: ManagedApplication | undefined;
  /** What it is written together with; undefined where it is not written. */
  readonly work: string | undefined;
  /** Its image repositories, in canonical spelling. */
  readonly repositories: readonly string[];
  /** What registries are asked for it. */
  readonly questions: readonly ListingQuestion[];
  readonly findings: readonly Finding[];
  /** The ImageUpdater that selects it; undefined where annotations do. */
  readonly imageUpdater: ApplicationName | undefined;
  /** Changes where anything changes that a plan is made from. */
  readonly fingerprint: string;
}

/** Who is told of what changes in the store. */
export interface StoreListener {
  /** Everything was read that is needed. Told once. */
  synced(): void;
  /** What a plan is made from changed; `before` is undefined where the Application is new, `after` where it is gone. */
  changed(before: StoredApplication | undefined, after: StoredApplication | undefined): void;
  /** An ImageUpdater changed in any way. */
  updatersChanged(): void;
  /** An Application changed in any way. */
  observed(application: Application): void;
}

/** The Applications and ImageUpdaters of the namespaces that are watched: only what we use of them. */
export interface ApplicationStore {
  readonly sinks: {
    readonly applications: CollectionSink<Application>;
    readonly imageUpdaters: CollectionSink<ImageUpdater>;
  };
  isSynced(): boolean;
  get(key: string): StoredApplication | undefined;
  all(): Iterable<StoredApplication>;
  /** Those that are written together. */
  ofWork(work: string): readonly StoredApplication[];
  works(): Iterable<string>;
  /** Those with an image of this repository. */
  ofRepository(repository: string): readonly StoredApplication[];
  repositories(): Iterable<string>;
  imageUpdaters(): Iterable<ImageUpdater>;
  /** What is wrong with ImageUpdaters themselves. */
  findings(): readonly Finding[];
}

/** An empty {@link ApplicationStore}. */
export function createApplicationStore(options: StoreOptions, listener: StoreListener): ApplicationStore {
  const raw: RawObjects = { applications: new Map(), updaters: new Map() };
  const judgements = createJudgements(raw, options, listener);
  const { stored, byWork, byRepository } = judgements;
  const unread = new Set(
    options.namespaces.flatMap((namespace) => [`applications ${namespace}`, `updaters ${namespace}`]),
  );
  const isSynced = (): boolean => unread.size === 0;
  const read = (list: string): void => {
    const wasSynced = isSynced();
    unread.delete(list);
    if (!isSynced()) return;
    judgements.judgeAll();
    if (!wasSynced) listener.synced();
  };
  const sinkContext: SinkContext = { raw, judgements, listener, isSynced, read };
  const listed = (keys: Iterable<string>): readonly StoredApplication[] =>
    [...keys].sort().flatMap((key) => stored.get(key) ?? []);
  return {
    sinks: { applications: applicationSink(sinkContext), imageUpdaters: updaterSink(sinkContext) },
    isSynced,
    get: (key) => stored.get(key),
    all: () => stored.values(),
    ofWork: (work) => listed(byWork.of(work)),
    works: () => byWork.keys(),
    ofRepository: (repository) => listed(byRepository.of(repository)),
    repositories: () => byRepository.keys(),
    imageUpdaters: () => raw.updaters.values(),
    findings: judgements.findings,
  };
}

/** What was watched, by its keys. */
interface RawObjects {
  readonly applications: Map<string, Application>;
  readonly updaters: Map<string, ImageUpdater>;
}

/** What is made of it. */
interface Judgements {
  readonly stored: ReadonlyMap<string, StoredApplication>;
  readonly byWork: KeyIndex;
  readonly byRepository: KeyIndex;
  judge(key: string): void;
  /** And those whose manifest stands in it, which are written where it says. */
  judgeWithChildren(key: string): void;
  judgeAll(): void;
  findings(): readonly Finding[];
}

function createJudgements(raw: RawObjects, options: StoreOptions, listener: StoreListener): Judgements {
  const stored = new Map<string, StoredApplication>();
  const byWork = createIndex();
  const byRepository = createIndex();
  let manager = managerOf(raw, options);
  const judge = (key: string): void => {
    const application = raw.applications.get(key);
    const before = stored.get(key);
    const after = application && store(application, { manager, options });
    if (after === undefined) stored.delete(key);
    else stored.set(key, after);
    if (before?.work !== after?.work) byWork.move(key, { from: before?.work, to: after?.work });
    byRepository.moveAll(key, { from: before?.repositories ?? [], to: after?.repositories ?? [] });
    if (before?.fingerprint !== after?.fingerprint) listener.changed(before, after);
  };
  return {
    stored,
    byWork,
    byRepository,
    judge,
    judgeWithChildren(key) {
      judge(key);
      for (const [child, { parent }] of raw.applications) {
        if (parent !== undefined && applicationKey(fullName(parent, options)) === key) judge(child);
      }
    },
    judgeAll() {
      manager = managerOf(raw, options);
      for (const key of new Set([...raw.applications.keys(), ...stored.keys()])) judge(key);
    },
    findings: () => manager.findings,
  };
}

function managerOf({ applications, updaters }: RawObjects, options: StoreOptions): ApplicationManager {
  const { controllerNamespace, compat } = options;
  const find = (name: ApplicationName): Application | undefined =>
    applications.get(applicationKey(fullName(name, options)));
  return createApplicationManager({ imageUpdaters: [...updaters.values()], controllerNamespace, compat, find });
}

interface SinkContext {
  readonly raw: RawObjects;
  readonly judgements: Judgements;
  readonly listener: StoreListener;
  readonly isSynced: () => boolean;
  /** A list was read. */
  readonly read: (list: string) => void;
}

function applicationSink({ raw, judgements, listener, isSynced, read }: SinkContext): CollectionSink<Application> {
  const { applications } = raw;
  return {
    replaced(namespace, items) {
      replaceAll(applications, namespace, items);
      for (const application of items) listener.observed(application);
      read(`applications ${namespace}`);
    },
    changed(application) {
      const key = applicationKey(application);
      const before = applications.get(key);
      applications.set(key, application);
      if (isSynced() && sameSources(before, application)) judgements.judge(key);
      else if (isSynced()) judgements.judgeWithChildren(key);
      listener.observed(application);
    },
    gone(name) {
      applications.delete(applicationKey(name));
      if (isSynced()) judgements.judgeWithChildren(applicationKey(name));
    },
  };
}

function updaterSink({ raw, judgements, listener, isSynced, read }: SinkContext): CollectionSink<ImageUpdater> {
  const { updaters } = raw;
  return {
    replaced(namespace, items) {
      replaceAll(updaters, namespace, items);
      read(`updaters ${namespace}`);
      listener.updatersChanged();
    },
    changed(updater) {
      const key = applicationKey(updater);
      const before = updaters.get(key);
      updaters.set(key, updater);
      // What we write into its status comes back as a change, too.
      if (isSynced() && JSON.stringify(before?.spec) !== JSON.stringify(updater.spec)) judgements.judgeAll();
      listener.updatersChanged();
    },
    gone(name) {
      updaters.delete(applicationKey(name));
      if (isSynced()) judgements.judgeAll();
    },
  };
}

interface Judging {
  readonly manager: ApplicationManager;
  readonly options: StoreOptions;
}

function store(application: Application, { manager, options }: Judging): StoredApplication | undefined {
  const outcome = manager.judge(application);
  if (outcome === undefined) return undefined;
  const managed = outcome.kind === 'managed' ? outcome.managed : undefined;
  const updater = manager.selectedBy(application);
  const findings = outcome.kind === 'managed' ? outcome.managed.findings : outcome.findings;
  return {
    key: applicationKey(application),
    application,
    managed,
    work: managed && workKey(application, managed.writeTarget, options.addressKey),
    repositories: [...new Set(managed?.images.map(({ repository }) => formatRepository(repository)))],
    questions: listingQuestions(managed?.images ?? []).questions,
    findings,
    imageUpdater: updater && { namespace: updater.namespace, name: updater.name },
    fingerprint: options.sha256(JSON.stringify([planned(managed), findings, updater?.name])),
  };
}

/** What a plan is made from: not how Argo CD is getting on with the last one. */
function planned(managed: ManagedApplication | undefined): unknown {
  if (managed === undefined) return undefined;
  const { application, findings, ...rest } = managed;
  return { ...rest, sources: application.sources, labels: application.labels };
}

function sameSources(before: Application | undefined, after: Application): boolean {
  return before !== undefined && JSON.stringify(before.sources) === JSON.stringify(after.sources);
}

function fullName({ namespace, name }: ApplicationName, { controllerNamespace }: StoreOptions): ApplicationName {
  return { namespace: namespace || controllerNamespace, name };
}

function replaceAll<Item extends ApplicationName>(
  known: Map<string, Item>,
  namespace: string | undefined,
  items: readonly Item[],
): void {
  for (const [key, item] of known) if (namespace === undefined || item.namespace === namespace) known.delete(key);
  for (const item of items) known.set(applicationKey(item), item);
}
