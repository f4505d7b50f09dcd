import type { ManagedApplication } from '../application/managed-application.js';
import type { ImageReading, ImageSite } from '../manifest/image-site.js';
import { createManifestFiles, type ManifestFiles } from '../manifest/manifest-files.js';
import { createManifestTree } from '../manifest/manifest-tree.js';
import { readImages } from '../manifest/read-images.js';
import type { Failure } from './image-outcome.js';
import type { PlanFinding } from './plan.js';
import { findingOf } from './plan-finding.js';
import type { ApplicationFacts, ManifestBranch } from './plan-input.js';

/** What the places of one image hold, or why they cannot be read. */
export type HeldImage =
  | { readonly kind: 'read'; readonly sites: readonly ImageSite[] }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly findings: readonly PlanFinding[] };

/** The texts of a branch while it is planned. What one Application leaves behind, the next one finds. */
export interface BranchTexts {
  readonly files: ManifestFiles;
  readonly contents: Map<string, string>;
}

/** Copies the texts of a branch, to be planned upon. */
export function copyTexts({ tree, files }: ManifestBranch): BranchTexts {
  const contents = new Map(files);
  return { files: createManifestFiles(tree, contents), contents };
}

const noFiles = createManifestFiles(createManifestTree([]), new Map());

/** Reads what the places of all images of an Application hold: one answer each, in their order. */
export function readPlaces(
  { managed, place }: ApplicationFacts,
  textsOf: (branch: ManifestBranch) => BranchTexts,
): readonly HeldImage[] {
  switch (place.kind) {
    case 'failed':
      return managed.images.map(() => ({ ...place, findings: [] }));
    case 'live':
      return read(managed, noFiles);
    case 'branch':
      return read(managed, textsOf(place.branch).files);
  }
}

function read(managed: ManagedApplication, files: ManifestFiles): readonly HeldImage[] {
  return readImages(managed, files).map(heldImage);
}

function heldImage(reading: ImageReading): HeldImage {
  if (reading.kind === 'read') return reading;
  const findings = reading.findings.map(findingOf);
  const [
    { code, message, hint } = { code: 'image-site-missing', message: 'the image cannot be read', hint: undefined },
  ] = findings;
  return { kind: 'failed', failure: { code, message, hint }, findings };
}
