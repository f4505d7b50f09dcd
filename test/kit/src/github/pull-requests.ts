import { type ApiAnswer, created, ok, type RepositoryCall } from './call.js';
import { resolveObject } from './objects.js';
import { GitHubProblem, notFound } from './problem.js';
import type { PullRequestState } from './pull-request-state.js';
import { bodies, parseBody } from './schema.js';

/** `GET pulls` by head, base and state. */
export async function listPulls(call: RepositoryCall): Promise<ApiAnswer> {
  const { pulls, owner } = call.state;
  const [head, base, state] = ['head', 'base', 'state'].map((name) => call.query.get(name));
  const found = pulls.filter(
    (pull) =>
      (head === null || head === `${owner}:${pull.head}`) &&
      (base === null || base === pull.base) &&
      (state === 'all' || pull.state === (state ?? 'open')),
  );
  const size = Number(call.query.get('per_page') ?? 30);
  const start = (Number(call.query.get('page') ?? 1) - 1) * size;
  const page = found.reverse().slice(start, start + size);
  return ok(page.map((pull) => describe(call, pull)));
}

/** `POST pulls`. */
export async function createPull(call: RepositoryCall): Promise<ApiAnswer> {
  const { title, head, base, body } = parseBody(bodies.createPull, call.body);
  const { git, pulls } = call.state;
  for (const [field, branch] of [
    ['head', head],
    ['base', base],
  ] as const) {
    if ((await resolveObject(git, `refs/heads/${branch}`, 'commit')) !== undefined) continue;
    throw new GitHubProblem(422, `Validation Failed: {"resource":"PullRequest","field":"${field}","code":"invalid"}`);
  }
  if (pulls.some((pull) => pull.state === 'open' && pull.head === head && pull.base === base)) {
    throw new GitHubProblem(422, `Validation Failed: A pull request already exists for ${call.state.owner}:${head}.`);
  }
  if ((await git.git(['rev-list', '--count', `refs/heads/${base}..refs/heads/${head}`])) === '0') {
    throw new GitHubProblem(422, `Validation Failed: No commits between ${base} and ${head}`);
  }
  const pull: PullRequestState = {
    number: pulls.length + 1,
    head,
    base,
    title,
    body: body ?? null,
    state: 'open',
    merged: false,
    labels: [],
    reviewers: [],
    comments: [],
    autoMerge: false,
  };
  pulls.push(pull);
  return created(describe(call, pull));
}

/** `GET pulls/{number}`. */
export async function getPull(call: RepositoryCall, number: string): Promise<ApiAnswer> {
  return ok(describe(call, find(call, number)));
}

/** `PATCH pulls/{number}`. */
export async function updatePull(call: RepositoryCall, number: string): Promise<ApiAnswer> {
  const pull = find(call, number);
  const { title, body, state } = parseBody(bodies.updatePull, call.body);
  Object.assign(pull, { title: title ?? pull.title, body: body ?? pull.body, state: state ?? pull.state });
  return ok(describe(call, pull));
}

/** Merges by moving the base branch to the head, which is enough where it can be fast-forwarded. */
export async function mergePull(call: RepositoryCall, number: string): Promise<ApiAnswer> {
  const pull = find(call, number);
  const { git } = call.state;
  const sha = await git.git(['rev-parse', `refs/heads/${pull.head}`]);
  const base = await git.git(['rev-parse', `refs/heads/${pull.base}`]);
  if ((await git.git(['merge-base', base, sha])) !== base)
    throw new GitHubProblem(405, 'Pull Request is not mergeable');
  await git.git(['update-ref', `refs/heads/${pull.base}`, sha, base]);
  Object.assign(pull, { state: 'closed', merged: true });
  return ok({ sha, merged: true });
}

/** `POST issues/{number}/labels`. */
export async function addLabels(call: RepositoryCall, number: string): Promise<ApiAnswer> {
  const pull = find(call, number);
  pull.labels = [...new Set([...pull.labels, ...parseBody(bodies.labels, call.body).labels])];
  return ok(pull.labels.map((name) => ({ name })));
}

/** `POST issues/{number}/comments`. */
export async function addComment(call: RepositoryCall, number: string): Promise<ApiAnswer> {
  const pull = find(call, number);
  const { body } = parseBody(bodies.comment, call.body);
  pull.comments.push(body);
  return created({ id: pull.comments.length, body });
}

/** `POST pulls/{number}/requested_reviewers`. */
export async function requestReviewers(call: RepositoryCall, number: string): Promise<ApiAnswer> {
  const pull = find(call, number);
  const { reviewers, team_reviewers: teams } = parseBody(bodies.reviewers, call.body);
  pull.reviewers = [...new Set([...pull.reviewers, ...reviewers, ...teams.map((team) => `team:${team}`)])];
  return created(describe(call, pull));
}

function find({ state }: RepositoryCall, number: string): PullRequestState {
  const pull = state.pulls.find((candidate) => String(candidate.number) === number);
  if (pull === undefined) throw notFound();
  return pull;
}

function describe({ state, url }: RepositoryCall, pull: PullRequestState) {
  return {
    number: pull.number,
    node_id: nodeId(state, pull),
    html_url: `${url}/${state.owner}/${state.name}/pull/${pull.number}`,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    merged_at: pull.merged ? '2026-01-01T00:00:00Z' : null,
    head: { ref: pull.head, repo: { full_name: `${state.owner}/${state.name}` } },
    base: { ref: pull.base, repo: { full_name: `${state.owner}/${state.name}` } },
    labels: pull.labels.map((name) => ({ name })),
  };
}

/** The name of a pull request in GraphQL: opaque to clients, and here its place. */
export function nodeId({ owner, name }: RepositoryCall['state'], { number }: PullRequestState): string {
  return `PR_${Buffer.from(JSON.stringify([owner, name, number])).toString('base64url')}`;
}
