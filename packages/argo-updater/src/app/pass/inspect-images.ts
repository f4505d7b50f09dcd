import { mapConcurrently } from '@towline/shared/async';
import type { Answer, GatheredImage, PlanInput } from '../../core/plan/plan-input.js';
import { whatIsMissing, whatIsUnverified, withInspections, withVerdicts } from '../../core/plan/what-is-missing.js';
import { answerOf } from './answer.js';
import { PassError } from './pass-error.js';
import type { Waiting, WorkPorts } from './ports.js';
import { recheckChoices } from './recheck-choices.js';

/** Who looks at images. */
export type InspectionPorts = Pick<WorkPorts, 'registry' | 'signatures'>;

type Options = Waiting & { readonly concurrency: number };

/**
 * Looks at the chosen images whose digest, platforms or signature must be known; each once, however many Applications chose it. Before that,
 * registries are asked about choices that were only remembered.
 */
export async function addInspections(
  { registry, signatures }: InspectionPorts,
  gathered: PlanInput,
  options: Options,
): Promise<PlanInput> {
  const input = await recheckChoices(registry, gathered, options);
  const inspections = await askOnce(whatIsMissing(input), options, (query, signal) =>
    registry.inspect({ ...query, signal }),
  );
  const inspected = inspections.size === 0 ? input : withInspections(input, inspections);
  const verdicts = await askOnce(whatIsUnverified(inspected), options, (query, signal) => {
    if (signatures !== undefined) return signatures.verify(query, { signal });
    throw new PassError(
      'signatures-unavailable',
      `No cluster is at hand that holds the key of ${query.repository.path}`,
    );
  });
  return verdicts.size === 0 ? inspected : withVerdicts(inspected, verdicts);
}

/** The answers to questions by the image that asks. Questions that are the same are one. */
async function askOnce<Query, Value>(
  missing: readonly { readonly gathered: GatheredImage; readonly query: Query }[],
  { concurrency, signal }: Options,
  ask: (query: Query, signal: AbortSignal | undefined) => Promise<Value>,
): Promise<ReadonlyMap<GatheredImage, Answer<Value>>> {
  const questions = new Map(missing.map(({ query }) => [JSON.stringify(query), query]));
  const answered = await mapConcurrently([...questions], { concurrency, signal }, async ([key, query], inner) => {
    return [key, await answerOf((async () => ask(query, inner))(), inner)] as const;
  });
  const answers = new Map(answered);
  return new Map(
    missing.flatMap(({ gathered, query }) => {
      const answer = answers.get(JSON.stringify(query));
      return answer === undefined ? [] : [[gathered, answer] as const];
    }),
  );
}
