import { compareSpecificity, formatPlatform, type Platform, wantsPlatform } from '../image/index.js';
import { type Candidate, type CandidateList, candidateWithTag } from './candidate.js';
import type { CompiledPolicy } from './compile-policy.js';
import type { Item, Ranked } from './ranking.js';
import type { Objection, Refusal } from './refusal.js';
import type { SelectionContext } from './selection-context.js';

/** What a policy made of the candidates. */
export interface Selection {
  /** Undefined where no candidate came through. */
  readonly chosen: Candidate | undefined;
  /** Every other candidate, with the first rule that refused it. */
  readonly refusals: readonly Refusal[];
}

/**
 * Chooses the newest candidate and says of every other one why not. Pure: the same candidates in any order give the same choice.
 *
 * Without `compat`, the most precise tag of the chosen image is taken (see `compareSpecificity`; of versions it is the newest one, whatever
 * else the image is called), and `latest` only where its digest is known.
 * Platforms are judged where a candidate has them; where the chosen one has none yet, look them up and select again.
 * Throws a `PolicyError` where the listing lacks what the policy had asked for.
 */
export function select(
  policy: CompiledPolicy,
  candidates: Iterable<Candidate>,
  context: SelectionContext = {},
): Selection {
  const refusals: Refusal[] = [];
  const refuse = ({ tag }: Candidate, { rule, reason }: Objection): undefined => {
    refusals.push({ tag, rule, reason });
  };
  const items = filterCandidates(policy, candidates, refuse);
  const ranked = policy.ranking.rank(items, ({ candidate }, objection) => refuse(candidate, objection), context);
  const chosen = choose(policy, ranked, context)?.candidate;
  if (chosen === undefined) return { chosen, refusals };

  const beaten: Objection = { rule: 'not-newest', reason: `${policy.ranking.beaten} ${chosen.tag}` };
  const alike: Objection = {
    rule: 'same-image',
    reason: `is another name of ${chosen.tag}, which names the image more precisely`,
  };
  for (const { candidate } of ranked.eligible) {
    if (candidate !== chosen) refuse(candidate, isSameImage(candidate, chosen) ? alike : beaten);
  }
  return { chosen, refusals };
}

/** The candidate that {@link select} chooses, without the reasons against the others: a third of the time, where nobody asks for them. */
export function selectCandidate(
  policy: CompiledPolicy,
  candidates: CandidateList,
  context: SelectionContext = {},
): Candidate | undefined {
  const best = (list: Iterable<Candidate>): Candidate | undefined => {
    const items = filterCandidates(policy, list, unheard);
    return choose(policy, policy.ranking.rank(items, unheard, context), context)?.candidate;
  };
  const tags = isByName(policy) ? candidates.tags?.() : undefined;
  if (tags === undefined) return best(candidates);
  const chosen = best(tags.map((tag) => ({ tag })));
  return chosen && candidateWithTag(candidates, chosen.tag);
}

/** Whether nothing but its name says where a candidate stands. */
function isByName({ source, platforms }: CompiledPolicy): boolean {
  return source.order.kind === 'semver' && platforms.length === 0;
}

/** The candidates that have a place in the order of the policy, the newest last; those outside its filters are left out. */
export function sortCandidates(
  policy: CompiledPolicy,
  candidates: Iterable<Candidate>,
  context: SelectionContext = {},
): readonly Candidate[] {
  return policy.ranking.sort(filterCandidates(policy, candidates, unheard), context).map(({ candidate }) => candidate);
}

/**
 * Which of two candidates stands higher in the order of the policy: positive where `a` does, 0 where they are equal, undefined where the
 * filters or the order leave out either.
 */
export function compareCandidates(
  policy: CompiledPolicy,
  [a, b]: readonly [Candidate, Candidate],
  context: SelectionContext = {},
): number | undefined {
  const [left, right] = [a, b].map((candidate) => filterCandidates(policy, [candidate], unheard)[0]);
  return left && right && policy.ranking.compare(left, right, context);
}

const unheard = (): undefined => undefined;

function filterCandidates(
  policy: CompiledPolicy,
  candidates: Iterable<Candidate>,
  refuse: (candidate: Candidate, objection: Objection) => void,
): readonly Item[] {
  const items: Item[] = [];
  for (const candidate of candidates) {
    const text = policy.filter(candidate.tag);
    const objection = typeof text === 'string' ? objectionTo(policy, candidate) : text;
    if (objection !== undefined) refuse(candidate, objection);
    else if (typeof text === 'string') items.push({ candidate, text });
  }
  return items;
}

const moving: Objection = {
  rule: 'moving',
  reason: 'moves from image to image, and the listing does not tell which one it names now',
};

function objectionTo({ source, platforms }: CompiledPolicy, candidate: Candidate): Objection | undefined {
  const isBlindLatest = candidate.tag === 'latest' && candidate.digest === undefined;
  if (isBlindLatest && source.compat === undefined && source.order.kind !== 'digest') return moving;
  if (platforms.length === 0 || candidate.platforms === undefined) return undefined;
  return platformObjection(platforms, candidate.platforms, source.compat === 'argocd-image-updater');
}

function platformObjection(
  wanted: readonly Platform[],
  actual: readonly Platform[],
  anyWillDo: boolean,
): Objection | undefined {
  const missing = wanted.filter((platform) => !actual.some((one) => wantsPlatform([platform], one)));
  if (missing.length === 0 || (anyWillDo && missing.length < wanted.length)) return undefined;
  return { rule: 'platform', reason: `is not built for ${missing.map(formatPlatform).join(', ')}` };
}

/** The best item or, unless the names are what is ordered, the item that names the same image more precisely. */
function choose(
  { source }: CompiledPolicy,
  { best, eligible }: Ranked,
  { branches }: SelectionContext,
): Item | undefined {
  if (best === undefined || source.compat !== undefined || source.order.kind === 'semver') return best;
  if (best.candidate.digest === undefined) return best;
  const names = eligible.filter((item) => isSameImage(item.candidate, best.candidate));
  return names.reduce(
    (precise, item) => (compareSpecificity(item.candidate.tag, precise.candidate.tag, branches) < 0 ? item : precise),
    best,
  );
}

function isSameImage(a: Candidate, b: Candidate): boolean {
  return a.digest !== undefined && a.digest === b.digest;
}
