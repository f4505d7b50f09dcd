import type { LiveContext } from './live-context.js';
import { pollBranches } from './poll-branches.js';
import { pollRepository } from './poll-repository.js';

/** Begins to ask everything that is due, and goes on without waiting for the answers. */
export function pollDue(context: LiveContext, signal: AbortSignal): void {
  const { timetable, ports, background, observers } = context;
  const started = ports.clock.now();
  const taken = timetable.take(started, 0);
  if (taken.length === 0) return;
  const repositories = namesAfter('repository ', taken);
  const works = namesAfter('branch ', taken);
  background.run(async () => {
    await Promise.all([
      ...repositories.map((repository) => pollRepository(context, repository, signal)),
      pollBranches(context, works, signal),
    ]);
    forgetUnasked(context);
    context.needsTelling();
    const durationMs = ports.clock.now() - started;
    for (const observer of observers) {
      observer.polled({ repositories: repositories.length, branches: works.length, durationMs });
    }
  });
}

/** Answers to questions that no Application asks any more. */
function forgetUnasked({ store, listings }: LiveContext): void {
  const asked = new Set<string>();
  for (const { questions } of store.all()) for (const { key } of questions) asked.add(key);
  listings.keepOnly(asked);
}

function namesAfter(prefix: string, entries: readonly string[]): readonly string[] {
  return entries.flatMap((entry) => (entry.startsWith(prefix) ? [entry.slice(prefix.length)] : []));
}
