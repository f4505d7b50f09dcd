/** Where an Application was read. */
export type ApplicationOrigin =
  /** The Kubernetes API, or Argo CD's. The version is what a patch must name. */
  | { readonly kind: 'cluster'; readonly uid: string; readonly resourceVersion: string }
  /** A file. `path` leads to the Application within the document: empty, or `['spec', 'template']` of an ApplicationSet. */
  | {
      readonly kind: 'manifest';
      readonly file: string;
      /** Index of the document in the file, from 0. */
      readonly document: number;
      readonly path: readonly (string | number)[];
      /** Where the file is a file of; undefined for a folder on this machine. */
      readonly repository?: { readonly url: string; readonly branch: string } | undefined;
    };

/** A namespace and a name. The namespace is empty where a manifest leaves it to whoever applies it. */
export interface ApplicationName {
  readonly namespace: string;
  readonly name: string;
}

/** How Argo CD renders a source. */
export type SourceType = 'Helm' | 'Kustomize' | 'Plugin' | 'Directory';

/** A Helm parameter as the Application spells it. */
export interface HelmParameter {
  readonly name: string;
  readonly value: string;
  readonly forceString: boolean;
}

/** The Helm section of a source, as far as images can be in it. */
export interface HelmSource {
  readonly parameters: readonly HelmParameter[];
  readonly valueFiles: readonly string[];
  /** Inline values as text. */
  readonly values: string | undefined;
  /** Inline values as a tree. */
  readonly valuesObject: unknown;
}

/** The part of a directory source that says which files it reads. */
export interface DirectorySource {
  readonly recurse: boolean;
  readonly include: string | undefined;
  readonly exclude: string | undefined;
}

/** One source of an Application. A section that is absent is undefined: Argo CD then looks at the files. */
export interface ApplicationSource {
  readonly repository: string;
  /** Folder in the repository; empty where none is given. */
  readonly path: string;
  /** Name of a chart in a Helm repository: such a source has no files that could be written. */
  readonly chart: string | undefined;
  /** Branch, tag, commit or chart version; empty for the default branch. */
  readonly targetRevision: string;
  /** The name by which value files of other sources refer to this one, without `$`. */
  readonly ref: string | undefined;
  readonly helm: HelmSource | undefined;
  readonly kustomize: { readonly images: readonly string[] } | undefined;
  readonly plugin: { readonly env: readonly { readonly name: string; readonly value: string }[] } | undefined;
  readonly directory: DirectorySource | undefined;
}

/** The sources of an Application, by the field that holds them. */
export type ApplicationSources =
  | { readonly kind: 'none' }
  | { readonly kind: 'single'; readonly source: ApplicationSource }
  | { readonly kind: 'multiple'; readonly sources: readonly [ApplicationSource, ...ApplicationSource[]] }
  /** Source hydrator: people and we write to `dry`, Argo CD renders it to `syncBranch`. */
  | { readonly kind: 'hydrated'; readonly dry: ApplicationSource; readonly syncBranch: string };

/** What Argo CD last reported. */
export interface ApplicationStatus {
  /** Undefined until the first comparison. */
  readonly sourceType: SourceType | undefined;
  /** Of each of several sources; undefined where a source has no manifests of its own. */
  readonly sourceTypes: readonly (SourceType | undefined)[];
  /** Every image that the live resources name. */
  readonly images: readonly string[];
  /** `Synced`, `OutOfSync`, `Unknown`; undefined until the first comparison. */
  readonly sync: string | undefined;
  /** The revisions that were compared, one per source. */
  readonly revisions: readonly string[];
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing`, `Unknown`. */
  readonly health: string | undefined;
  readonly healthMessage: string | undefined;
  /** The last or running sync: `Running`, `Succeeded`, `Failed`, `Error`, `Terminating`. */
  readonly operation:
    | {
        readonly phase: string;
        readonly message: string | undefined;
        /** As Argo CD writes it: what tells one sync from the next. */
        readonly startedAt?: string | undefined;
      }
    | undefined;
}

/** An Argo CD Application, wherever it was read: only what we use. */
export interface Application extends ApplicationName {
  readonly origin: ApplicationOrigin;
  /** Those of argocd-image-updater and of Towline. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly project: string;
  readonly destination: { readonly server: string; readonly name: string; readonly namespace: string };
  /** Whether Argo CD syncs by itself. */
  readonly automated: boolean;
  readonly sources: ApplicationSources;
  /** The Application whose manifests hold this one (app of apps), as Argo CD's tracking annotation tells. */
  readonly parent: ApplicationName | undefined;
  /** Undefined where the Application was read from a manifest: then nothing is known of what is live. */
  readonly status: ApplicationStatus | undefined;
}

/** The Application as people name it: `namespace/name`. */
export function applicationKey({ namespace, name }: ApplicationName): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
