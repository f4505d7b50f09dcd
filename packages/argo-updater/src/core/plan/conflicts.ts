import { type Application, applicationKey } from '../application/application.js';
import type { ImageVersion } from '../manifest/image-version.js';
import type { ImageOutcome } from './image-outcome.js';
import type { PlannedApplication } from './plan-images.js';
import { describeVersion } from './wanted-version.js';

interface Claim {
  readonly application: Application;
  readonly outcome: ImageOutcome;
  readonly version: ImageVersion;
}

/**
 * Refuses changes that give one place two values: of Applications that share a file, or of two images of one. Whoever wrote last would win,
 * and be overwritten in the next pass; so nobody wins, and each is told of the other. argocd-image-updater lets the last one win.
 */
export function refuseConflicts(applications: readonly PlannedApplication[]): readonly PlannedApplication[] {
  const claims = collectClaims(applications);
  return applications.map((planned) => ({
    ...planned,
    outcomes: planned.outcomes.map((outcome, index) => {
      if (outcome.kind !== 'change' || planned.facts.managed.compat) return outcome;
      const rival = places(planned, index)
        .flatMap((place) => claims.get(place) ?? [])
        .find((claim) => !agree(claim.version, outcome.to));
      return rival ? refused(outcome, rival) : outcome;
    }),
  }));
}

function collectClaims(applications: readonly PlannedApplication[]): ReadonlyMap<string, readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const planned of applications) {
    planned.outcomes.forEach((outcome, index) => {
      const version = claimedVersion(outcome);
      if (version === undefined) return;
      const claim = { application: planned.facts.managed.application, outcome, version };
      for (const place of places(planned, index)) claims.set(place, [...(claims.get(place) ?? []), claim]);
    });
  }
  return claims;
}

/** What is current is claimed as well: else two Applications would change one place in turns. */
function claimedVersion(outcome: ImageOutcome): ImageVersion | undefined {
  if (outcome.kind === 'change') return outcome.to;
  return outcome.kind === 'current' ? outcome.version : undefined;
}

/** The places of an image, told apart over all Applications. */
function places({ facts, held }: PlannedApplication, index: number): readonly string[] {
  const { managed, place } = facts;
  const image = held[index];
  if (image?.kind !== 'read' || place.kind === 'failed') return [];
  const root =
    place.kind === 'branch' ? [place.branch.repository, place.branch.name] : [applicationKey(managed.application)];
  return image.sites.map(({ at: { file, line, path } }) => JSON.stringify([...root, file, line, path]));
}

function agree(a: ImageVersion, b: ImageVersion): boolean {
  const isSameTag = a.tag === undefined || b.tag === undefined || a.tag === b.tag;
  const isSameDigest = a.digest === undefined || b.digest === undefined || a.digest === b.digest;
  return isSameTag && isSameDigest;
}

function refused({ image, candidates, explain, to }: ImageOutcome & { kind: 'change' }, rival: Claim): ImageOutcome {
  const other = `${rival.outcome.image.label} of ${applicationKey(rival.application)}`;
  const reason = `${describeVersion(to)} would go where ${other} wants ${describeVersion(rival.version)}`;
  return { image, candidates, explain, kind: 'refused', rule: 'conflict', reason };
}
