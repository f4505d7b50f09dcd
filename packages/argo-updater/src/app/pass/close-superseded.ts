import type { PullRequest, PullRequests } from '@towline/shared/ports';
import type { GitWriteTarget } from '../../core/application/write-back/write-target.js';
import { destinationOf } from '../../core/plan/destination.js';
import { failureOrThrow } from './answer.js';
import type { Delivered, DeliveryContext } from './delivery.js';
import type { OpenWorksite } from './manifest-branches.js';
import type { RepositoryPlace, Waiting } from './ports.js';

/** A target whose changes go into pull requests. */
interface RequestTarget extends GitWriteTarget {
  readonly push: Extract<GitWriteTarget['push'], { readonly kind: 'pull-request' }>;
}

/**
 * Closes the requests that nobody needs any more: ours, where the base has in it what they are for, and those of argocd-image-updater, which
 * opens a new one for every change and leaves the old ones. Under `compat` they stay, as there. A failure is told in the log: what was to be
 * written is written.
 */
export async function closeSuperseded(
  { ports }: DeliveryContext,
  { site, results }: { readonly site: OpenWorksite; readonly results: readonly Delivered[] },
  { signal }: Waiting,
): Promise<void> {
  for (const place of placesOf(results)) {
    try {
      const requests = await ports.pullRequests.open(place, { signal });
      const open = await requests.listOpen({ base: site.base, signal });
      const superseded = supersededBy(results, { site, open, sha256: ports.sha256 });
      await closeAll(requests, superseded, { signal });
    } catch (error) {
      const { code, message } = failureOrThrow(error, signal);
      ports.log.warn({ code, error: message, repository: site.address }, 'Superseded pull requests were not closed');
    }
  }
}

async function closeAll(
  requests: PullRequests,
  superseded: readonly PullRequest[],
  { signal }: Waiting,
): Promise<void> {
  for (const { number } of superseded) await requests.update(number, { state: 'closed', ...(signal && { signal }) });
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

function supersededBy(results: readonly Delivered[], { site, open, sha256 }: OpenRequests): readonly PullRequest[] {
  const heads = results.flatMap((result) => {
    const { managed, plan } = result;
    const [target] = requestTarget(plan.target);
    if (target === undefined || managed.compat) return [];
    const { branch } = destinationOf({ managed, target, base: site.base, changes: [], sha256 });
    return [{ branch, isLiving: isLiving(result) }];
  });
  // Several Applications may share a request.
  const living = new Set(heads.flatMap(({ branch, isLiving }) => (isLiving ? [branch] : [])));
  const known = new Set(heads.map(({ branch }) => branch));
  return open.filter(({ head }) => (known.has(head) && !living.has(head)) || isOfPeer(head, known));
}

/** A request lives on where it was just written, and where it is not certain that nobody needs it. */
function isLiving({ plan, delivery }: Delivered): boolean {
  return delivery.kind !== 'unchanged' || plan.images.some(({ kind }) => kind !== 'current');
}

/** Those of argocd-image-updater have the key of the same target in their names. */
function isOfPeer(head: string, known: ReadonlySet<string>): boolean {
  const key = /^image-updater-([0-9a-f]{8})-/.exec(head)?.[1];
  return key !== undefined && [...known].some((branch) => branch.endsWith(`/${key}`));
}

function requestTarget(target: Delivered['plan']['target']): readonly RequestTarget[] {
  if (target.kind !== 'git' || target.push.kind !== 'pull-request') return [];
  return [{ ...target, push: target.push }];
}
