import { formatRepository } from '@towline/shared/image';
import type { Candidate, CandidateList, SourceHistory } from '@towline/shared/policy';
import type { ManagedImage } from '../../core/application/images/managed-image.js';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import type { Answer, GatheredImage } from '../../core/plan/plan-input.js';
import { answerOf } from './answer.js';
import { askRegistry, listCandidates } from './list-candidates.js';
import { PassError } from './pass-error.js';
import type { Waiting, WorkPorts } from './ports.js';

/** What was asked about the images of an Application, in their order. */
export type ImagesOf = (managed: Pick<ManagedApplication, 'images'>) => readonly GatheredImage[];

/** Asks what must be known of images: their listings, and for the strategy `commit` the history of their sources. */
export async function gatherImages(
  ports: WorkPorts,
  applications: readonly ManagedApplication[],
  options: Waiting & { readonly concurrency: number },
): Promise<ImagesOf> {
  const images = applications.flatMap((managed) => managed.images);
  const listingOf = await listCandidates(ports.listings ?? askRegistry(ports.registry), images, options);
  const histories = await readHistories(ports, images, { listingOf, signal: options.signal });
  return (managed) =>
    managed.images.map((image): GatheredImage => {
      const history = histories.get(image);
      return { listing: listingOf(image), ...(history && { history }), past: [] };
    });
}

interface HistoryContext extends Waiting {
  readonly listingOf: (image: ManagedImage) => Answer<CandidateList>;
}

async function readHistories(
  ports: WorkPorts,
  images: readonly ManagedImage[],
  { listingOf, signal }: HistoryContext,
): Promise<ReadonlyMap<ManagedImage, Answer<SourceHistory>>> {
  const asked = new Map<string, Promise<Answer<SourceHistory>>>();
  const found = images.map(async (image) => {
    const { order } = image.policy;
    const listing = listingOf(image);
    if (order.kind !== 'commit' || listing.kind === 'failed') return [];
    const { repository, branch } = order;
    const read = async () => {
      const source = repository ?? (await sourceOf(ports, image, { candidates: listing.value, signal }));
      return ports.histories.read({ repository: source, branch }, { signal });
    };
    const key = JSON.stringify([repository ?? null, repository ? null : formatRepository(image.repository), branch]);
    const answer = asked.get(key) ?? answerOf(read(), signal);
    asked.set(key, answer);
    return [[image, await answer] as const];
  });
  return new Map((await Promise.all(found)).flat());
}

const sourceLabel = 'org.opencontainers.image.source';

/** The repository that the newest image says it was built from. */
async function sourceOf(
  { registry }: WorkPorts,
  { repository, pullSecret: credentials, name }: ManagedImage,
  { candidates, signal }: Waiting & { readonly candidates: CandidateList },
): Promise<string> {
  const newest = [...candidates].reduce<Candidate | undefined>(
    (best, one) => (best === undefined || (one.pushedAt ?? 0) >= (best.pushedAt ?? 0) ? one : best),
    undefined,
  );
  const reference = newest && ({ kind: 'tag', tag: newest.tag } as const);
  const facts = reference && (await registry.inspect({ repository, reference, depth: 'all', credentials, signal }));
  const source = facts?.labels[sourceLabel];
  if (source) return source;
  const what = newest === undefined ? `${name} has no tags` : `${name}:${newest.tag} has no label ${sourceLabel}`;
  throw new PassError('source-repository-unknown', what);
}
