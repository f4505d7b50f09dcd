import type { ManagedApplication } from '../application/managed-application.js';
import type { FileTarget, GitWriteTarget } from '../application/write-back/write-target.js';
import { branchName, targetKey } from '../message/branch-name.js';
import type { ImageChange } from '../message/image-change.js';
import type { Destination } from './plan.js';

/** What a destination is worked out from. */
export interface DestinationQuestion {
  readonly managed: ManagedApplication;
  readonly target: GitWriteTarget;
  /** The branch that was read. */
  readonly base: string;
  readonly changes: readonly ImageChange[];
  readonly sha256: (text: string) => string;
}

/** The head branch of argocd-image-updater's pull requests: a new one for every set of changes. */
const peerHead = 'image-updater-{{.TargetKey}}-{{.SHA256}}';

/**
 * Where the commit of an Application goes. A pull request has one branch for each target, so that there is one request which lives on; the
 * branch of argocd-image-updater has the changes in its name. Throws a `TemplateError` where a branch template does not fit.
 */
export function destinationOf(question: DestinationQuestion): Destination {
  const { target, base } = question;
  const { repository, push } = target;
  return { repository, base, branch: push.kind === 'base' ? base : headBranch(question) };
}

function headBranch({ managed, target, base, changes, sha256 }: DestinationQuestion): string {
  const { application, compat } = managed;
  const { repository, push, file } = target;
  const key = targetKey({ repository, branch: base, file: fileText(file) }, sha256);
  const data = { appName: application.name, appNamespace: application.namespace, targetKey: key, changes };
  switch (push.kind) {
    case 'base':
      return base;
    case 'pull-request':
      return compat ? branchName(peerHead, data, { sha256 }) : `towline/${key}`;
    case 'branch':
      // There the names of the Application are empty, although its documentation has them.
      return branchName(push.template, compat ? { ...data, appName: '', appNamespace: '', targetKey: '' } : data, {
        sha256,
      });
  }
}

/** What is written, as a text that tells targets apart. */
function fileText(file: FileTarget): string {
  switch (file.kind) {
    case 'override':
      return file.path;
    case 'kustomization':
      return file.folder;
    case 'helm-values':
      return file.paths.join(',');
    case 'manifests':
    case 'setters':
      return [...file.include, ...file.exclude.map((pattern) => `!${pattern}`)].join(',');
    case 'application':
      return file.where.kind === 'file' ? file.where.path : `${file.where.include.join(',')}#${file.name.name}`;
  }
}
