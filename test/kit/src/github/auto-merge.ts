import { type ApiAnswer, ok, type RepositoryState } from './call.js';
import { bodies, parseBody } from './schema.js';

/** The mutation `enablePullRequestAutoMerge`. Refused where the repository does not allow it, as GitHub's own do at first. */
export function enableAutoMerge(
  variables: Readonly<Record<string, unknown>>,
  { find, allowed }: { find: (owner: string, name: string) => RepositoryState | undefined; allowed: boolean },
): ApiAnswer {
  const { pullRequestId } = parseBody(bodies.autoMerge, variables.input);
  const [owner, name, number] = bodies.nodeId.parse(
    JSON.parse(Buffer.from(pullRequestId.replace(/^PR_/, ''), 'base64url').toString('utf8')),
  );
  const pull = find(owner, name)?.pulls.find((each) => each.number === number);
  if (pull === undefined)
    return refusal('NOT_FOUND', `Could not resolve to a node with the global id of '${pullRequestId}'`);
  if (!allowed) return refusal('UNPROCESSABLE', 'Pull request Auto merge is not allowed for this repository');
  pull.autoMerge = true;
  return ok({ data: { enablePullRequestAutoMerge: { clientMutationId: null } } });
}

function refusal(type: string, message: string): ApiAnswer {
  return ok({ data: { enablePullRequestAutoMerge: null }, errors: [{ type, message }] });
}
