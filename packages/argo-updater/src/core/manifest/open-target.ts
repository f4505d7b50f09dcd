import type { FileTarget } from '../application/write-back/write-target.js';
import { openApplicationManifest } from './application-manifest/application-target.js';
import { openKustomization } from './kustomization/kustomization-target.js';
import type { Attempt } from './manifest-finding.js';
import type { OpenTarget, TargetContext } from './manifest-target.js';
import { openOverride } from './override/override-target.js';
import { openSetters } from './setters/setters-target.js';
import { openHelmValues } from './values/values-target.js';
import { openManifests } from './workloads/workloads-target.js';

/** Opens the files of a write target, or says why they cannot be used. */
export function openTarget(file: FileTarget, context: TargetContext): Attempt<OpenTarget> {
  switch (file.kind) {
    case 'override':
      return openOverride(file, context);
    case 'kustomization':
      return openKustomization(file, context);
    case 'helm-values':
      return openHelmValues(file, context);
    case 'application':
      return openApplicationManifest(file, context);
    case 'manifests':
      return openManifests(file, context);
    case 'setters':
      return openSetters(file, context);
  }
}
