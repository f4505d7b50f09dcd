import type { PullRequest, PullRequests } from '@towline/shared/ports';
import type { GitWriteTarget } from '../../core/application/write-back/write-target.js';
import { recordedHead } from '../../core/message/pull-request-text.js';
import { isInBase, replacedText, supersededText } from '../../core/message/superseded-text.js';
import { destinationOf } from '../../core/plan/destination.js';
import type { ImageOutcome } from '../../core/plan/image-outcome.js';
import { failureOrThrow } from './answer.js';
import type { Delivered, DeliveryContext } from './delivery.js';
import type { OpenWorksite } from './manifest-branches.js';
import type { RepositoryPlace, Waiting } from './ports.js';

/** A target whose changes go into pull requests. */
interface RequestTarget extends GitWriteTarget {
  readonly push: Extract<GitWriteTarget['push'], { readonly kind: 'pull-request' }>;
}

/** A request that nobody needs any more, and why. */
type Superseded =
  /** One of ours: the base has what became of these images. */
  | { readonly kind: 'in-base'; readonly request: PullRequest; readonly images: readonly ImageOutcome[] }
  /** One of argocd-image-updater, for the target that this branch of ours is for. */
  | { readonly kind: 'replaced'; readonly request: PullRequest; readonly branch: string };

/**
 * Closes the requests that nobody needs any more, with the reason: ours, where the base has what they are for or something newer, and those of
 * argocd-image-updater, which opens a new one for every change and leaves the old ones. A branch of ours goes too, unless somebody else has pushed
 * to it. Under `compat` they stay, as there. A failure is told in the log: what was to be written is written.
 */
export async function closeSuperseded(
  { ports }: DeliveryContext,
  { site, results }: { readonly site: OpenWorksite; readonly results: readonly Delivered[] },
  waiting: Waiting,
): Promise<void> {
  const { signal } = waiting;
  for (const place of placesOf(results)) {
    try {
      const requests = await ports.pullRequests.open(place, { signal });
      const open = await requests.listOpen({ base: site.base, signal });
      for (const superseded of supersededBy(results, { site, open, sha256: ports.sha256 })) {
        await close({ requests, site }, superseded, waiting);
      }
    } catch (error) {
      const { code, message } = failureOrThrow(error, signal);
      ports.log.warn({ code, error: message, repository: site.address }, 'Superseded pull requests were not closed');
    }
  }
}

async function close(
  { requests, site }: { readonly requests: PullRequests; readonly site: OpenWorksite },
  superseded: Superseded,
  { signal }: Waiting,
): Promise<void> {
  const { number, head, body } = superseded.request;
  if (superseded.kind === 'replaced') {
    return requests.close({ number, reason: replacedText(superseded.branch), signal });
  }
  const recorded = recordedHead(body);
  const isShared = recorded === undefined || recorded !== (await site.repository.head(head, { signal }));
  const reason = supersededText({ base: site.base, images: superseded.images, isShared });
  return requests.close({ number, reason, branch: isShared ? undefined : head, signal });
}

/** The hosts that are to be asked, each once. */
function placesOf(
  results: readonly Delivered[],
): readonly (RepositoryPlace & { readonly provider: 'github' | 'gitlab' })[] {
  const targets = results.flatMap(({ managed, plan }) => (managed.compat ? [] : requestTarget(plan.target)));
  const places = targets.map(({ repository, credentials, push }) => ({
    repository,
    credentials,
    provider: push.provider,
  }));
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

interface OpenRequests {
  readonly site: OpenWorksite;
  readonly open: readonly PullRequest[];
  readonly sha256: (text: string) => string;
}

function supersededBy(results: readonly Delivered[], { site, open, sha256 }: OpenRequests): readonly Superseded[] {
  // Several Applications may share a request.
  const byBranch = new Map<string, Delivered[]>();
  for (const result of results) {
    const { managed, plan } = result;
    const [target] = requestTarget(plan.target);
    if (target === undefined || managed.compat) continue;
    const { branch } = destinationOf({ managed, target, base: site.base, changes: [], sha256 });
    byBranch.set(branch, [...(byBranch.get(branch) ?? []), result]);
  }
  return open.flatMap((request): readonly Superseded[] => {
    const own = byBranch.get(request.head);
    if (own !== undefined) {
      const images = own.flatMap(({ plan }) => plan.images);
      return own.some(isLiving) ? [] : [{ kind: 'in-base', request, images }];
    }
    const branch = branchOfPeer(request.head, [...byBranch.keys()]);
    return branch === undefined ? [] : [{ kind: 'replaced', request, branch }];
  });
}

/** A request lives on where it was just written, and where it is not certain that nobody needs it. */
function isLiving({ plan, delivery }: Delivered): boolean {
  return delivery.kind !== 'unchanged' || !plan.images.every(isInBase);
}

/** The branches of argocd-image-updater have the key of the target in their names, as ours have. */
function branchOfPeer(head: string, known: readonly string[]): string | undefined {
  const key = /^image-updater-([0-9a-f]{8})-/.exec(head)?.[1];
  return key === undefined ? undefined : known.find((branch) => branch.endsWith(`/${key}`));
}

function requestTarget(target: Delivered['plan']['target']): readonly RequestTarget[] {
  if (target.kind !== 'git' || target.push.kind !== 'pull-request') return [];
  return [{ ...target, push: target.push }];
}
