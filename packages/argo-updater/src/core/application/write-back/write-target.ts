import type { ApplicationName, SourceType } from '../application.js';
import type { OverrideType } from '../source.js';

/** Where the credentials for a repository come from. */
export type GitCredentials =
  /** The repository secrets and credential templates of Argo CD. */
  | { readonly kind: 'repocreds' }
  | { readonly kind: 'secret'; readonly namespace: string; readonly name: string }
  /** A secret reference: `env:NAME`, `file:PATH`, `aws-sm://ID#field`. */
  | { readonly kind: 'reference'; readonly reference: string };

/** A branch by its name, or the one the remote calls its default. */
export type BaseBranch = { readonly kind: 'named'; readonly name: string } | { readonly kind: 'default' };

/** How commits reach people. */
export type Push =
  /** Onto the base branch. */
  | { readonly kind: 'base' }
  /** Onto another branch; its name is a template. */
  | { readonly kind: 'branch'; readonly template: string }
  | {
      readonly kind: 'pull-request';
      readonly provider: 'github' | 'gitlab';
      readonly labels: readonly string[];
      readonly reviewers: readonly string[];
      readonly autoMerge: boolean;
    };

/** What a commit changes. All paths are from the root of the repository, without a leading slash; the root itself is `.`. */
export type FileTarget =
  /** Argo CD's own override file. Its format follows the type; undefined means that the files of `folder` tell it. */
  | {
      readonly kind: 'override';
      readonly path: string;
      readonly folder: string;
      readonly sourceType: OverrideType | undefined;
    }
  /** The kustomization in a folder. */
  | { readonly kind: 'kustomization'; readonly folder: string }
  /** Helm values files in the order in which Helm reads them: a key is changed in the last one that has it, or put into the last. */
  | { readonly kind: 'helm-values'; readonly paths: readonly [string, ...string[]] }
  /** The manifest of the Application itself: its own Helm, Kustomize or plugin section is changed. */
  | {
      readonly kind: 'application';
      readonly where: ApplicationFile;
      readonly name: ApplicationName;
      readonly sourceType: SourceType | undefined;
    }
  /** Kubernetes manifests and Compose files, by the images of their containers. */
  | { readonly kind: 'manifests'; readonly include: readonly string[]; readonly exclude: readonly string[] }
  /** YAML files, by the markers that Flux knows values by. */
  | { readonly kind: 'setters'; readonly include: readonly string[]; readonly exclude: readonly string[] };

/** Where the manifest of an Application is. */
export type ApplicationFile =
  | { readonly kind: 'file'; readonly path: string }
  /** Somewhere in these files, which an Application of Applications reads. */
  | { readonly kind: 'search'; readonly include: readonly string[] };

/** A commit to a repository. */
export interface GitWriteTarget {
  readonly kind: 'git';
  readonly repository: string;
  readonly credentials: GitCredentials;
  readonly base: BaseBranch;
  readonly push: Push;
  readonly file: FileTarget;
}

/** Where the new image of an Application is written. */
export type WriteTarget =
  /** The live Application: the section of one source, by index where it has several. */
  | { readonly kind: 'argocd'; readonly sourceType: SourceType | undefined; readonly sourceIndex: number | undefined }
  | GitWriteTarget;
