import { peerKey } from './annotations/annotation-key.js';
import type { Application } from './application.js';
import type { SettingsReading } from './application-settings.js';
import { type Finding, hasErrors } from './finding.js';
import { liveImages } from './images/live-images.js';
import { manageImages } from './images/manage-images.js';
import type { ManagedApplication } from './managed-application.js';
import { isOverrideType } from './source.js';
import type { FindApplication } from './write-back/manifest-location.js';
import { resolveWriteTarget } from './write-back/resolve-write-target.js';
import type { WriteTarget } from './write-back/write-target.js';

/** What one Application is worked out from. */
export interface ManageContext extends SettingsReading {
  readonly controllerNamespace: string;
  readonly find: FindApplication;
}

/** An Application that is managed, or why it is not. `usable` says whether the settings themselves were in order. */
export type ManageOutcome =
  | { readonly kind: 'managed'; readonly managed: ManagedApplication }
  | { readonly kind: 'skipped'; readonly usable: boolean; readonly findings: readonly Finding[] };

/** Works out from its settings what of an Application is updated, how, and where it is written. */
export function manageApplication(application: Application, context: ManageContext): ManageOutcome {
  const { settings, compat, controllerNamespace, find } = context;
  const { annotations } = application;
  const place = settings.place.writeBack;
  const writeBack = settings.writeBack;
  const target = resolveWriteTarget({ application, settings: writeBack, controllerNamespace, compat, place, find });
  const early = [...context.findings, ...target.findings];
  if (hasErrors(early) || !target.target) return { kind: 'skipped', usable: false, findings: early };

  const unfit = typeProblem(application, target.target, compat);
  const { images, findings } = manageImages({ settings, annotations, compat });
  const all = [...early, ...(unfit ? [{ ...unfit, at: place('writeBackTarget') }] : []), ...findings];
  if (unfit || images.length === 0) {
    return {
      kind: 'skipped',
      usable: true,
      findings: images.length === 0 ? [...all, without(settings.place.images)] : all,
    };
  }
  const managed: ManagedApplication = {
    application,
    writeTarget: target.target,
    images,
    live: application.status && liveImages(application.status.images, images, compat),
    compat,
    onFailure: settings.own.onFailure ?? 'none',
    ...(settings.own.interval !== undefined && { intervalMs: settings.own.interval }),
    findings: all,
  };
  return { kind: 'managed', managed };
}

function typeProblem(application: Application, target: WriteTarget, compat: boolean): Omit<Finding, 'at'> | undefined {
  if (target.kind === 'argocd') {
    if (application.origin.kind === 'manifest') return noCluster;
    return isOverrideType(target.sourceType) ? undefined : noOverride(target.sourceType);
  }
  const { file } = target;
  if (file.kind !== 'override' || file.sourceType !== undefined) return undefined;
  // The files of the source tell the type, and they are not at hand here: there is no status, or it is about what a hydrator rendered.
  const isHydrated = application.sources.kind === 'hydrated' && !compat;
  return application.status === undefined || isHydrated ? undefined : noOverride('Directory');
}

const noCluster: Omit<Finding, 'at'> = {
  code: 'write-back-no-cluster',
  severity: 'error',
  message: 'the method argocd changes the live Application, and this one was read from a file',
  fix: `Set ${peerKey('write-back-method')}: git, or read the Applications from the cluster.`,
};

function noOverride(type: string | undefined): Omit<Finding, 'at'> {
  const message =
    type === undefined
      ? 'Argo CD has not yet reported what the source is'
      : `the source is of type ${type}, for which Argo CD has no image override`;
  const fix =
    type === undefined
      ? 'Wait for the first comparison; see the conditions of the Application if it does not come.'
      : `Set ${peerKey('write-back-method')}: git and ${peerKey('write-back-target')}: manifests, which changes the manifests themselves.`;
  return { code: 'application-type', severity: 'error', message, fix };
}

function without(at: string): Finding {
  const message = 'no image is left to update';
  return {
    code: 'application-without-images',
    severity: 'error',
    at,
    message,
    fix: 'Name an image, or mend the one above.',
  };
}
