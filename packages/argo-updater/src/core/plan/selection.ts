import { isCodedError } from '@towline/shared/errors';
import {
  type Candidate,
  type CandidateList,
  type CompiledPolicy,
  compilePolicy,
  type Selection,
  type SelectionContext,
  type SourceHistory,
  select,
  selectCandidate,
} from '@towline/shared/policy';
import type { ImagePolicy } from '../application/images/image-policy.js';
import type { Failure } from './image-outcome.js';
import { failureOf, planFailure } from './plan-finding.js';

/** What a policy made of a listing. */
export type Choice = MadeChoice | { readonly kind: 'failed'; readonly failure: Failure };

/** A choice, and what it was made by. */
export interface MadeChoice {
  readonly kind: 'made';
  readonly policy: CompiledPolicy;
  readonly context: SelectionContext;
  /** Undefined where nothing came through. */
  readonly chosen: Candidate | undefined;
}

/** What is chosen from. */
export interface ChoiceQuestion {
  readonly policy: ImagePolicy;
  readonly candidates: CandidateList;
  readonly history: SourceHistory | undefined;
}

interface Remembered {
  readonly key: string;
  readonly history: SourceHistory | undefined;
  readonly choice: Choice;
}

/** What was made of a listing lives as long as the listing: all images that share it, and all plans that are made of it. */
const remembered = new WeakMap<CandidateList, Remembered[]>();

/** Chooses from a listing by a policy. The same question about the same listing is answered once. */
export function makeChoice({ policy, candidates, history }: ChoiceQuestion): Choice {
  const key = JSON.stringify(policy);
  const known = remembered.get(candidates) ?? [];
  const same = known.find((one) => one.key === key && one.history === history);
  if (same !== undefined) return same.choice;
  const choice = choose(policy, candidates, history);
  remembered.set(candidates, [...known, { key, history, choice }]);
  return choice;
}

/** Every candidate with what the policy says of it. */
export function explainChoice(question: ChoiceQuestion): Selection {
  const choice = makeChoice(question);
  if (choice.kind === 'failed') return nothingToExplain;
  return select(choice.policy, question.candidates, choice.context);
}

/** What there is to explain where nothing could be judged. */
export const nothingToExplain: Selection = { chosen: undefined, refusals: [] };

function choose(policy: ImagePolicy, candidates: CandidateList, history: SourceHistory | undefined): Choice {
  const reading = compilePolicy(policy);
  if (reading.kind === 'refused') {
    const [{ path, problem, hint } = { path: 'policy', problem: 'is not complete', hint: undefined }] =
      reading.findings;
    return { kind: 'failed', failure: planFailure('image-policy', `${path} ${problem}`, hint) };
  }
  // What the newest image lacks it is waited for: an older one is no substitute. argocd-image-updater takes the next one.
  const judged = policy.compat === undefined ? { ...reading.policy, platforms: [] } : reading.policy;
  const context: SelectionContext = { history };
  try {
    return { kind: 'made', policy: judged, context, chosen: selectCandidate(judged, candidates, context) };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return { kind: 'failed', failure: failureOf(error) };
  }
}
