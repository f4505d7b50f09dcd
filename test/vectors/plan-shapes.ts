import { parseDigest } from '@towline/shared/image';
import { type Candidate, compilePolicy, factsNeeded } from '@towline/shared/policy';
import { z } from 'zod';
import type { ManagedImage } from '../../packages/argo-updater/src/core/application/images/managed-image.js';
import type { ManagedApplication } from '../../packages/argo-updater/src/core/application/managed-application.js';
import type { ImageVersion } from '../../packages/argo-updater/src/core/manifest/image-version.js';
import { argocdPatch } from '../../packages/argo-updater/src/core/manifest/live/argocd-patch.js';
import type { ImageOutcome } from '../../packages/argo-updater/src/core/plan/image-outcome.js';
import { plan } from '../../packages/argo-updater/src/core/plan/make-plan.js';
import type { Answer, GatheredImage } from '../../packages/argo-updater/src/core/plan/plan-input.js';
import { applyJsonPatch } from '../kit/src/kube/json-patch.js';
import { fromImage } from './argocd-shapes.js';

type Json = z.infer<ReturnType<typeof z.json>>;

/** What a registry says of one tag. */
export interface RecordedTag {
  readonly tag: string;
  /** Seconds since the epoch. */
  readonly created?: number | undefined;
  readonly digest?: string | undefined;
}

/** The listing as it is made for the strategy of an image: only the facts that it needs. */
export function listing(image: ManagedImage, tags: readonly RecordedTag[]): Answer<readonly Candidate[]> {
  const reading = compilePolicy(image.policy);
  const demand = reading.kind === 'policy' ? factsNeeded(reading.policy).kind : 'names';
  const value = tags.map(({ tag, created, digest }): Candidate => {
    if (demand === 'newest-build') return { tag, createdAt: created === undefined ? null : created * 1000 };
    return demand === 'digests' ? { tag, digest: parseDigest(digest ?? '') } : { tag };
  });
  return { kind: 'answer', value };
}

/** A question that nobody answered. */
export function unanswered(message: string): Answer<readonly Candidate[]> {
  return { kind: 'failed', failure: { code: 'registry', message } };
}

/** One image as it was gathered: nothing is held. */
export function gathered(answer: Answer<readonly Candidate[]>): GatheredImage {
  return { listing: answer, past: [] };
}

/** The plan of one Application in the shape that argocd-image-updater counts in, and the spec that it would come to. */
export function peerResult(managed: ManagedApplication, images: readonly GatheredImage[], spec: Json) {
  const input = { applications: [{ managed, images, place: { kind: 'live' } as const }], now: 0, sha256: () => '' };
  const outcomes = plan(input).applications.flatMap((application) => application.images);
  const changes = outcomes.filter((one) => one.kind === 'change');
  return {
    changes: changes.map(({ image, from, to }) => ({
      image: { ...fromImage(image.argocd), tag: tagOf(to) },
      oldTag: tagOf(from),
      newTag: tagOf(to),
    })),
    numErrors: count(outcomes, (one) => one.kind === 'failed'),
    numImagesConsidered: count(outcomes, (one) => one.kind !== 'refused' || one.rule !== 'not-live'),
    numImagesUpdated: changes.length,
    numSkipped: count(outcomes, (one) => one.kind === 'refused'),
    spec: specAfter(managed, outcomes, spec),
  };
}

function tagOf({ tag = '', digest }: ImageVersion = {}): object {
  return { name: tag, digest: digest ?? '' };
}

function count(outcomes: readonly ImageOutcome[], matches: (one: ImageOutcome) => boolean): number {
  return outcomes.filter(matches).length;
}

/** argocd-image-updater writes what is current into the spec too, which it then keeps to itself where nothing else changes. */
function specAfter(managed: ManagedApplication, outcomes: readonly ImageOutcome[], spec: Json): unknown {
  const updates = outcomes.flatMap((one) => {
    if (one.kind === 'change') return [{ image: one.image, to: one.to }];
    return one.kind === 'current' ? [{ image: one.image, to: one.version }] : [];
  });
  const patch = argocdPatch(managed, updates);
  if (patch.kind === 'refused') return patch.findings;
  const operations = patch.value.filter(({ path }) => path.startsWith('/spec'));
  return z.object({ spec: z.json() }).parse(applyJsonPatch({ spec }, operations)).spec;
}
