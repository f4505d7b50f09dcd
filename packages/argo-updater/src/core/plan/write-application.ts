import { isCodedError } from '@towline/shared/errors';
import type { ManagedApplication } from '../application/managed-application.js';
import type { GitWriteTarget } from '../application/write-back/write-target.js';
import type { ImageUpdate } from '../manifest/image-site.js';
import { argocdPatch } from '../manifest/live/argocd-patch.js';
import type { ManifestFinding } from '../manifest/manifest-finding.js';
import { writeImages } from '../manifest/write-images.js';
import { destinationOf } from './destination.js';
import { imageChanges, isChange } from './image-changes.js';
import type { Failure, ImageOutcome } from './image-outcome.js';
import { type BranchTexts, copyTexts } from './place-reading.js';
import type { Destination, FileEdit, PlanFinding, PlannedWrite } from './plan.js';
import { failureOf, findingOf } from './plan-finding.js';
import type { PlannedApplication } from './plan-images.js';
import type { ManifestBranch } from './plan-input.js';

/** What is written for an Application, and what becomes of its images where it cannot be. */
export interface Written {
  readonly outcomes: readonly ImageOutcome[];
  readonly write: PlannedWrite;
  readonly findings: readonly PlanFinding[];
}

/** What a writer works with. */
export interface WriterOptions {
  /** The texts of the branches that were read. */
  readonly texts: (branch: ManifestBranch) => BranchTexts;
  readonly sha256: (text: string) => string;
}

/** Writes one Application after the other, each upon what those before it left behind on the same branch. */
export function createWriter({ texts, sha256 }: WriterOptions): (planned: PlannedApplication) => Written {
  const own = new Map<string, BranchTexts>();
  const textsOf = (branch: ManifestBranch, destination: Destination): BranchTexts => {
    if (destination.branch === branch.name) return texts(branch);
    const key = JSON.stringify(destination);
    const known = own.get(key) ?? copyTexts(branch);
    own.set(key, known);
    return known;
  };
  return ({ facts, outcomes }) => {
    const { managed, place } = facts;
    if (!outcomes.some(isChange) || place.kind === 'failed') return nothingToWrite(outcomes);
    const job = { managed, outcomes, updates: updatesOf(managed, outcomes) };
    const target = managed.writeTarget;
    if (target.kind === 'argocd' || place.kind === 'live') return writeLive(job);
    return writeBranch({ ...job, target, branch: place.branch, textsOf, sha256 });
  };
}

interface Job {
  readonly managed: ManagedApplication;
  readonly outcomes: readonly ImageOutcome[];
  readonly updates: readonly ImageUpdate[];
}

/** With a change, argocd-image-updater writes down the images that are up to date as well. */
function updatesOf({ compat }: ManagedApplication, outcomes: readonly ImageOutcome[]): readonly ImageUpdate[] {
  return outcomes.flatMap((one): readonly ImageUpdate[] => {
    if (one.kind === 'change') return [{ image: one.image, to: one.to }];
    return compat && one.kind === 'current' ? [{ image: one.image, to: one.version }] : [];
  });
}

function writeLive({ managed, outcomes, updates }: Job): Written {
  const patch = argocdPatch(managed, updates);
  if (patch.kind === 'refused') return refused(outcomes, patch.findings);
  if (patch.value.length === 0) return nothingToWrite(outcomes);
  return { outcomes, write: { kind: 'patch', operations: patch.value }, findings: [] };
}

interface BranchJob extends Job {
  readonly target: GitWriteTarget;
  readonly branch: ManifestBranch;
  readonly textsOf: (branch: ManifestBranch, destination: Destination) => BranchTexts;
  readonly sha256: (text: string) => string;
}

function writeBranch({ managed, outcomes, updates, target, branch, textsOf, sha256 }: BranchJob): Written {
  const changes = imageChanges(outcomes);
  const named = attempt(() => destinationOf({ managed, target, base: branch.name, changes, sha256 }));
  if (named.kind === 'failed') return failed(outcomes, named.failure);
  const destination = named.value;
  const { files, contents } = textsOf(branch, destination);
  const edit = writeImages(managed, updates, files);
  if (edit.kind === 'refused') return refused(outcomes, edit.findings);
  const edits = [...edit.files].map(([path, after]): FileEdit => ({ path, before: contents.get(path), after }));
  for (const { path, after } of edits) contents.set(path, after);
  if (edits.length === 0) return nothingToWrite(outcomes);
  return { outcomes, write: { kind: 'files', destination, files: edits }, findings: [] };
}

function attempt<Value>(work: () => Value) {
  try {
    return { kind: 'done', value: work() } as const;
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return { kind: 'failed', failure: failureOf(error) } as const;
  }
}

function nothingToWrite(outcomes: readonly ImageOutcome[]): Written {
  return { outcomes, write: { kind: 'nothing' }, findings: [] };
}

function refused(outcomes: readonly ImageOutcome[], findings: readonly ManifestFinding[]): Written {
  const [first] = findings;
  if (first === undefined) return nothingToWrite(outcomes);
  const { code, message, fix: hint } = first;
  return { ...failed(outcomes, { code, message, hint }), findings: findings.map(findingOf) };
}

/** Either all of an Application is written, or nothing is. */
function failed(outcomes: readonly ImageOutcome[], failure: Failure): Written {
  const fates = outcomes.map((one): ImageOutcome => {
    if (one.kind !== 'change') return one;
    const { image, candidates, explain } = one;
    return { image, candidates, explain, kind: 'failed', failure };
  });
  return nothingToWrite(fates);
}
