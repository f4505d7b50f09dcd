import { mapConcurrently } from '@towline/shared/async';
import type { ImageInspector } from '@towline/shared/ports';
import type { PlanInput } from '../../core/plan/plan-input.js';
import { whatIsMissing, withInspections } from '../../core/plan/what-is-missing.js';
import { answerOf } from './answer.js';
import type { Waiting } from './ports.js';

/** Looks at the chosen images whose digest or platforms must be known; each once, however many Applications chose it. */
export async function addInspections(
  registry: ImageInspector,
  input: PlanInput,
  { concurrency, signal }: Waiting & { readonly concurrency: number },
): Promise<PlanInput> {
  const missing = whatIsMissing(input);
  if (missing.length === 0) return input;
  const questions = new Map(missing.map(({ query }) => [JSON.stringify(query), query]));
  const answered = await mapConcurrently([...questions], { concurrency, signal }, async ([key, query], signal) => {
    return [key, await answerOf(registry.inspect({ ...query, signal }), signal)] as const;
  });
  const answers = new Map(answered);
  const byImage = new Map(
    missing.flatMap(({ gathered, query }) => {
      const answer = answers.get(JSON.stringify(query));
      return answer === undefined ? [] : [[gathered, answer] as const];
    }),
  );
  return withInspections(input, byImage);
}
