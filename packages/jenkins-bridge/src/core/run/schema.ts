import * as z from 'zod';

const deliveriesSchema = z.object({
  deliveries: z.array(
    z.object({
      application: z.string(),
      state: z.string(),
      reason: z.string().nullish(),
      commit: z.string().nullish(),
    }),
  ),
});

/** Where the rollout of a commit is. */
export type RolloutState =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'waiting'; readonly what: string }
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** What argo-updater's answer says of an Application; undefined where it is no such answer. */
export function readRollout(answer: unknown, application: string): RolloutState | undefined {
  const read = deliveriesSchema.safeParse(answer);
  if (!read.success) return undefined;
  const ours = read.data.deliveries.filter((each) => each.application === application);
  const failed = ours.find(({ state }) => state === 'failed');
  if (failed !== undefined) {
    return {
      kind: 'failed',
      reason: `${failed.reason ?? 'no reason is given'} (commit ${failed.commit ?? 'unknown'})`,
    };
  }
  const held = ours.find(({ state }) => state === 'held');
  if (held !== undefined) return { kind: 'held', reason: held.reason ?? 'no reason is given' };
  const open = ours.find(({ state }) => state !== 'healthy');
  if (open !== undefined) return { kind: 'waiting', what: open.state };
  return ours.length === 0 ? { kind: 'waiting', what: 'not seen yet' } : { kind: 'healthy' };
}
