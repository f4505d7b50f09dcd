import { mapConcurrently } from '@towline/shared/async';
import type { ApplicationSelection, ManagedApplication } from '../../core/application/managed-application.js';
import type { ApplicationFacts, PlaceFacts, PlanInput } from '../../core/plan/plan-input.js';
import { answerOf } from './answer.js';
import { findWorksites } from './find-worksites.js';
import { gatherImages } from './gather-images.js';
import { addInspections } from './inspect-images.js';
import { type OpenWorksite, openWorksite } from './manifest-branches.js';
import type { GatherOptions, PassPorts, Waiting, WorkPorts } from './ports.js';
import { readSelection } from './select-applications.js';

/** Everything that a plan is made from, and where it will be written. */
export interface Gathered {
  readonly selection: ApplicationSelection;
  readonly input: PlanInput;
  readonly sites: readonly OpenWorksite[];
}

/**
 * Asks everything that has to be known: the Applications; then of each image repository one listing, and of each branch of a manifest
 * repository one snapshot with one batch of files, side by side; then the few chosen images that must be looked at.
 */
export async function gather(ports: PassPorts, options: GatherOptions, waiting: Waiting = {}): Promise<Gathered> {
  return gatherSelected(ports, { selection: await readSelection(ports, options, waiting), options }, waiting);
}

/** The same for Applications that are selected already. */
export async function gatherSelected(
  ports: WorkPorts,
  { selection, options }: { readonly selection: ApplicationSelection; readonly options: GatherOptions },
  waiting: Waiting,
): Promise<Gathered> {
  const lookups = { concurrency: options.concurrency.lookups, ...waiting };
  const [imagesOf, places] = await Promise.all([
    gatherImages(ports, selection.managed, lookups),
    gatherPlaces(ports, selection.managed, { concurrency: options.concurrency.writes, ...waiting }),
  ]);
  const applications = selection.managed.map((managed): ApplicationFacts => {
    return { managed, images: imagesOf(managed), place: places.placeOf(managed) };
  });
  const facts = { applications, now: ports.clock.now(), sha256: ports.sha256 };
  const input = await addInspections(ports, facts, lookups);
  return { selection, input, sites: places.sites };
}

interface Places {
  readonly sites: readonly OpenWorksite[];
  readonly placeOf: (managed: ManagedApplication) => PlaceFacts;
}

async function gatherPlaces(
  { repositories }: WorkPorts,
  applications: readonly ManagedApplication[],
  options: Waiting & { readonly concurrency: number },
): Promise<Places> {
  const found = await findWorksites(repositories, applications, options);
  const places = new Map<ManagedApplication, PlaceFacts>();
  for (const [managed, failure] of found.failed) places.set(managed, { kind: 'failed', failure });
  const opened = await mapConcurrently(found.sites, options, async (site, signal) => {
    const answer = await answerOf(openWorksite(site, { signal }), signal);
    const place: PlaceFacts =
      answer.kind === 'answer'
        ? { kind: 'branch', branch: answer.value.branch }
        : { kind: 'failed', failure: answer.failure };
    for (const { managed } of site.applications) places.set(managed, place);
    return answer.kind === 'answer' ? [answer.value] : [];
  });
  return { sites: opened.flat(), placeOf: (managed) => places.get(managed) ?? { kind: 'live' } };
}
