import { mapConcurrently } from '@towline/shared/async';
import type { Candidate, CandidateList } from '@towline/shared/policy';
import type { Registry } from '@towline/shared/ports';
import type { ManagedImage } from '../../core/application/images/managed-image.js';
import type { Answer, PlanInput } from '../../core/plan/plan-input.js';
import {
  type Rechecked,
  type RememberedChoice,
  whatIsRemembered,
  withRechecked,
} from '../../core/plan/what-is-remembered.js';
import { answerOf } from './answer.js';
import { demandOf } from './list-candidates.js';
import type { Waiting } from './ports.js';

/** How registries are asked again. */
export type RecheckOptions = Waiting & { readonly concurrency: number };

/**
 * Asks registries about the choices that would be written and that were only remembered: one question for each tag that is chosen. What has
 * moved is chosen from again, until nothing is left that nobody asked about.
 */
export async function recheckChoices(
  registry: Pick<Registry, 'recheck'>,
  input: PlanInput,
  options: RecheckOptions,
): Promise<PlanInput> {
  const remembered = whatIsRemembered(input);
  if (remembered.length === 0) return input;
  const answers = await ask(registry, remembered, options);
  return recheckChoices(registry, withRechecked(input, answers), options);
}

async function ask(
  registry: Pick<Registry, 'recheck'>,
  remembered: readonly RememberedChoice[],
  { concurrency, signal }: RecheckOptions,
): Promise<ReadonlyMap<CandidateList, Rechecked>> {
  const questions = new Map<CandidateList, Map<string, ManagedImage>>();
  for (const { listing, tag, image } of remembered) {
    questions.set(listing, (questions.get(listing) ?? new Map<string, ManagedImage>()).set(tag, image));
  }
  const answered = await mapConcurrently([...questions], { concurrency, signal }, async ([listing, tags], inner) => {
    const answers = new Map<string, Answer<Candidate | undefined>>();
    for (const [tag, image] of tags) {
      const { repository, pullSecret: credentials } = image;
      const demand = demandOf(image);
      if (demand === undefined) continue;
      const asked = registry.recheck({ repository, demand, credentials, tag, signal: inner });
      answers.set(tag, await answerOf(asked, inner));
    }
    return [listing, answers] as const;
  });
  return new Map(answered);
}
