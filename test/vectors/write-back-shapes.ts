import { z } from 'zod';
import type { Application, SourceType } from '../../packages/argo-updater/src/core/application/application.js';
import type { WriteBackSettings } from '../../packages/argo-updater/src/core/application/settings.js';
import {
  type SelectedSource,
  selectSource,
  sourceTypeOf,
} from '../../packages/argo-updater/src/core/application/source.js';
import { parseBranch } from '../../packages/argo-updater/src/core/application/write-back/branch.js';
import { readFileTarget } from '../../packages/argo-updater/src/core/application/write-back/file-target.js';
import { joinRepositoryPath } from '../../packages/argo-updater/src/core/application/write-back/repository-path.js';
import { parseTarget, targetType } from '../../packages/argo-updater/src/core/application/write-back/target-setting.js';
import type {
  FileTarget,
  WriteTarget,
} from '../../packages/argo-updater/src/core/application/write-back/write-target.js';

/** Resolved write-back settings of a case, as far as they decide about sources. */
export const writeBackSchema = z
  .object({ method: z.string(), gitRepo: z.string(), kustomizeBase: z.string(), target: z.string() })
  .nullable();

type WriteBack = z.infer<typeof writeBackSchema>;

/** The type of an Application, in the light of where it is written. */
export function typeInLightOf(application: Application, writeBack: WriteBack): SourceType | undefined {
  const { kustomizeBase = '', target = '' } = writeBack ?? {};
  const setting =
    kustomizeBase === ''
      ? ({ kind: 'file', path: target } as const)
      : ({ kind: 'kustomization', path: kustomizeBase } as const);
  return targetType(setting) ?? sourceTypeOf(application);
}

/** The source that goes with that type. */
export function sourceInLightOf(application: Application, writeBack: WriteBack): SelectedSource {
  const selected = selectSource(application, typeInLightOf(application, writeBack));
  if (!selected) throw new Error('the Application has no source');
  return selected;
}

/** The file that a target means for an Application. */
export function fileOf(target: string | undefined, application: Application, controllerNamespace = ''): FileTarget {
  const source = sourceInLightOf(application, null);
  const setting = parseTarget(target);
  const reading = readFileTarget(setting, {
    application,
    source,
    controllerNamespace,
    compat: true,
    manifest: undefined,
  });
  if (reading.kind === 'refused') throw new Error(reading.message);
  return reading.file;
}

/** What a target was worked out from. */
export interface WriteBackInput {
  readonly application: Application;
  readonly settings: WriteBackSettings;
  readonly controllerNamespace: string;
}

/** A write target in the shape that argocd-image-updater holds it in: the override file stays beside all else, the branch as it was written. */
export function toWriteBack(
  target: WriteTarget,
  { application, settings, controllerNamespace }: WriteBackInput,
): object {
  const git = target.kind === 'git' ? target : undefined;
  const pullRequest = git?.push.kind === 'pull-request' ? git.push : undefined;
  return {
    method: target.kind,
    gitRepo: git?.repository ?? '',
    gitBranch: (git && parseBranch(settings.gitConfig?.branch ?? '')?.base) ?? '',
    gitWriteBranch: git?.push.kind === 'branch' ? git.push.template : '',
    kustomizeBase: git?.file.kind === 'kustomization' ? git.file.folder : '',
    target: asWritten(pathOf(git?.file), settings) ?? pathOf(fileOf(undefined, application, controllerNamespace)),
    prProvider: pullRequest?.provider ?? '',
    prLabels: pullRequest?.labels,
  };
}

/** A file that was named by its path alone is recorded as it was written, `./` included. */
function asWritten(path: string | undefined, { gitConfig }: WriteBackSettings): string | undefined {
  const written = gitConfig?.writeBackTarget;
  return written !== undefined && joinRepositoryPath('', written) === path ? written : path;
}

/** The one file of a target, where it has one. */
export function pathOf(file: FileTarget | undefined): string | undefined {
  if (file?.kind === 'helm-values') return file.paths[0];
  return file?.kind === 'override' ? file.path : undefined;
}
