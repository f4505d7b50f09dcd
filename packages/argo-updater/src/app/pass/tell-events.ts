import { mapConcurrently } from '@towline/shared/async';
import { imageChanges } from '../../core/plan/image-changes.js';
import { answerOf } from './answer.js';
import type { Delivered } from './delivery.js';
import type { Concurrency, Waiting, WorkPorts } from './ports.js';

/** Tells of every Application that was written. What was written stays written where nobody can be told of it, which one line says. */
export async function tellEvents(
  { events, log }: WorkPorts,
  results: readonly Delivered[],
  { concurrency, signal }: Waiting & { readonly concurrency: Concurrency },
): Promise<void> {
  if (events === undefined) return;
  const written = results.filter(({ delivery }) => delivery.kind === 'committed' || delivery.kind === 'patched');
  const options = { concurrency: concurrency.writes, signal };
  const answers = await mapConcurrently(written, options, ({ managed, plan }, inner) =>
    answerOf(events.updated(managed.application, imageChanges(plan.images), { signal: inner }), inner),
  );
  const failures = answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.failure] : []));
  const [first] = failures;
  if (first === undefined) return;
  log.warn({ failed: failures.length, code: first.code, error: first.message }, 'Events could not be written');
}
