import { type LastWrites, lastWrites } from '../../core/outcome/last-writes.js';
import { answerOf } from '../pass/answer.js';
import type { Waiting } from '../pass/ports.js';
import type { StoredApplication } from './application-store.js';
import type { LiveContext } from './live-context.js';
import type { KnownBranch } from './run-work.js';

/** So many commits are looked at, and one for each Application where these are more: as many as one push makes. */
const commitsAtLeast = 100;

/**
 * What commits of ours last wrote for Applications that this replica plans for the first time: whoever had them before may have been killed
 * after the push and before it wrote that down. The commits were brought with the branch, so that nobody is asked.
 */
export async function findLastWrites(
  { ports, states }: Pick<LiveContext, 'ports' | 'states'>,
  given: { readonly applications: readonly StoredApplication[]; readonly branch: KnownBranch | undefined },
  { signal }: Waiting,
): Promise<LastWrites> {
  const { applications, branch } = given;
  if (branch?.readAt === undefined || applications.every(({ key }) => states.isPlanned(key))) return new Map();
  const { repository, base, readAt: from } = branch;
  const limit = Math.max(commitsAtLeast, applications.length);
  const answer = await answerOf(repository.log({ from, limit, signal }), signal);
  if (answer.kind === 'answer') return lastWrites(answer.value, base);
  ports.log.warn({ ...answer.failure, branch: base }, 'What was last written could not be read');
  return new Map();
}
