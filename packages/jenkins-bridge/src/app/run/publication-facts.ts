import { mapConcurrently } from '@towline/shared/async';
import type { Digest, GitSha } from '@towline/shared/image';
import type { ImagePlace } from '@towline/shared/ports';
import type { BranchHistory, PublicationFacts } from '../../core/publish/publication-plan.js';
import { type ResolvedTag, resolveTags } from '../../core/publish/resolve-tags.js';
import { isMadeOfCommit } from '../../core/render/publication-script.js';
import type { RunImage } from '../../core/run/run-image.js';
import { fillTag, namesBranch, namesCommit } from '../../core/tag/tag-template.js';
import type { StageScope } from './run-context.js';

type MadeTag = Extract<ResolvedTag, { readonly kind: 'fixed' | 'moving' }>;

/** How many commits the registry is asked for at once. */
const askedAtOnce = 8;

/** An image whose publication is planned. */
export interface Publishing {
  readonly image: RunImage;
  readonly place: ImagePlace;
  /** Known before the push, by some builders. */
  readonly digest: Digest | undefined;
}

/** Gathers anew what a publication is planned from: first the tags, then the branches. */
export async function gatherFacts({ image, place, digest }: Publishing, scope: StageScope): Promise<PublicationFacts> {
  const { context, signal } = scope;
  const { pipeline, facts, checkout, workshop } = context;
  const made = resolveTags(pipeline.publication.tags, facts).filter(isMade);
  const commitTag = made.find(({ kind, template }) => kind === 'fixed' && namesCommit(template));
  const tags = new Map<string, Digest | undefined>();
  if (commitTag !== undefined && !isMadeOfCommit(commitTag.template)) {
    for (const tag of await workshop.listTags(image.repository, signal)) tags.set(tag, undefined);
  }
  await findTags(
    place,
    made.map(({ tag }) => tag),
    { tags, signal },
  );
  const histories: Record<string, BranchHistory> = {};
  for (const branch of branchesOf(made, scope)) histories[branch] = await checkout.history(branch, signal);
  if (commitTag !== undefined && isMadeOfCommit(commitTag.template)) {
    for (const history of Object.values(histories)) {
      const newer = history.kind === 'on-branch' ? history.newer : [];
      await findNewest(newer, commitTag, { place, tags, scope });
    }
  }
  return { build: facts, repository: { tags }, histories, digest };
}

function isMade(resolved: ResolvedTag): resolved is MadeTag {
  return resolved.kind === 'fixed' || resolved.kind === 'moving';
}

/** The branches that tags which move stand for. */
function branchesOf(made: readonly MadeTag[], { context: { pipeline, facts } }: StageScope): ReadonlySet<string> {
  const followed = pipeline.source.branch;
  const moving = made.filter(({ kind }) => kind === 'moving');
  return new Set(moving.map(({ template }) => (namesBranch(template) ? (facts.branch ?? followed) : followed)));
}

async function findTags(
  place: ImagePlace,
  names: readonly string[],
  { tags, signal }: { readonly tags: Map<string, Digest | undefined>; readonly signal: AbortSignal },
): Promise<void> {
  await mapConcurrently(names, { concurrency: askedAtOnce, signal }, async (tag, inner) => {
    const content = await place.readManifest({ kind: 'tag', tag }, inner);
    if (content !== undefined) tags.set(tag, content.digest);
  });
}

interface Search {
  readonly place: ImagePlace;
  readonly tags: Map<string, Digest | undefined>;
  readonly scope: StageScope;
}

/** Finds the image of the newest commit that has one. The tag of a commit is told from the commit, so that nothing is listed. */
async function findNewest(
  newer: readonly GitSha[],
  { template }: MadeTag,
  { place, tags, scope: { context, signal } }: Search,
): Promise<void> {
  for (let at = 0; at < newer.length; at += askedAtOnce) {
    const names = newer.slice(at, at + askedAtOnce).flatMap((sha) => {
      const filled = fillTag(template, { ...context.facts, sha });
      return filled.kind === 'tag' ? [filled.tag] : [];
    });
    await findTags(place, names, { tags, signal });
    if (names.some((name) => tags.has(name))) return;
  }
}
