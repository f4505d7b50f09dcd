import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type BareRepository, type GitServer, openBareRepository } from '../git/index.js';
import { type RunningServer, readJson, requestUrl, send, sendJson, serve } from '../serve/index.js';
import { bodies } from './schema.js';

/** How the fake is started. */
export interface GitLabOptions {
  /** Its projects: `group/name.git` of the Git server is `group/name` of the API. */
  readonly git: Pick<GitServer, 'root'>;
  readonly tokens: readonly string[];
  /** People by their user names; their ids are their places in the list, from 1. */
  readonly users?: readonly string[] | undefined;
}

/** A merge request as the fake keeps it. */
export interface MergeRequestState {
  readonly iid: number;
  readonly head: string;
  readonly base: string;
  title: string;
  description: string;
  state: 'opened' | 'closed';
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  /** What was said to it, oldest first. */
  readonly comments: string[];
  autoMerge: boolean;
  /** How often it has to be looked at until it is known whether it can be merged. */
  looks: number;
}

/** The merge requests of GitLab's REST API, over repositories of a Git server. */
export interface GitLabServer extends RunningServer {
  /** Such as `http://127.0.0.1:1234/api/v4`. */
  readonly apiUrl: string;
  /** The merge requests of a project, oldest first. */
  mergeRequests(project: string): readonly MergeRequestState[];
}

interface Project {
  readonly path: string;
  readonly git: BareRepository;
  readonly requests: MergeRequestState[];
}

interface Refusal {
  readonly status: number;
  readonly message: unknown;
}

/** Starts GitLab's API on 127.0.0.1. */
export async function startGitLab({ git, tokens, users = [] }: GitLabOptions): Promise<GitLabServer> {
  const projects = new Map<string, Project>();
  const find = (path: string): Project | undefined => {
    const directory = join(git.root, `${path}.git`);
    if (!projects.has(path) && existsSync(directory)) {
      projects.set(path, { path, git: openBareRepository(directory), requests: [] });
    }
    return projects.get(path);
  };
  const server = await serve({
    kindOf,
    async handler(request, response) {
      const answer = await answerTo(request, { find, tokens, users });
      if ('message' in answer) sendJson(response, answer.status, { message: answer.message });
      else if (answer.body === undefined) send(response, { status: answer.status });
      else sendJson(response, answer.status, answer.body);
    },
  });
  return { ...server, apiUrl: `${server.url}/api/v4`, mergeRequests: (path) => find(path)?.requests ?? [] };
}

interface Context extends Required<Pick<GitLabOptions, 'tokens' | 'users'>> {
  readonly find: (path: string) => Project | undefined;
}

type Answer = { readonly status: number; readonly body: unknown } | Refusal;

async function answerTo(request: IncomingMessage, { find, tokens, users = [] }: Context): Promise<Answer> {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined || !tokens.includes(token)) return { status: 401, message: '401 Unauthorized' };
  const { pathname, searchParams } = requestUrl(request);
  if (pathname === '/api/v4/users') return { status: 200, body: findUsers(users, searchParams.get('username')) };
  const branch = /^\/api\/v4\/projects\/([^/]+)\/repository\/branches\/([^/]+)$/.exec(pathname);
  if (branch !== null && request.method === 'DELETE') return deleteBranch(find, branch);
  const [, id = '', iid, action] =
    /^\/api\/v4\/projects\/([^/]+)\/merge_requests(?:\/(\d+)(?:\/(merge|notes))?)?$/.exec(pathname) ?? [];
  const project = find(decodeURIComponent(id));
  if (project === undefined) return { status: 404, message: '404 Project Not Found' };
  if (iid === undefined) {
    if (request.method === 'POST') return create(project, users, await readJson(request));
    return { status: 200, body: list(project, searchParams) };
  }
  const found = project.requests.find((one) => one.iid === Number(iid));
  if (found === undefined) return { status: 404, message: '404 Not found' };
  if (request.method === 'GET') return { status: 200, body: describe(project, lookedAt(found)) };
  const data = await readJson(request);
  if (action === 'merge') return merge(project, found, data);
  return action === 'notes' ? addNote(found, data) : update(project, found, data);
}

async function deleteBranch(find: Context['find'], [, id = '', name = '']: readonly string[]): Promise<Answer> {
  const git = find(decodeURIComponent(id))?.git;
  const branch = decodeURIComponent(name);
  if (git === undefined || (await git.head(branch)) === undefined) return { status: 404, message: '404 Not Found' };
  await git.git(['update-ref', '-d', `refs/heads/${branch}`]);
  return { status: 204, body: undefined };
}

function addNote(found: MergeRequestState, data: unknown): Answer {
  const { body } = bodies.note.parse(data);
  found.comments.push(body);
  return { status: 201, body: { id: found.comments.length, body } };
}

function findUsers(users: readonly string[], username: string | null): readonly object[] {
  const index = users.indexOf(username ?? '');
  return index === -1 ? [] : [{ id: index + 1, username }];
}

function list(project: Project, query: URLSearchParams): readonly object[] {
  const size = Number(query.get('per_page') ?? 20);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  const wanted = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
  return project.requests
    .filter(
      ({ head, base, state }) =>
        wanted('source_branch', head) && wanted('target_branch', base) && wanted('state', state),
    )
    .reverse()
    .slice(start, start + size)
    .map((one) => describe(project, one));
}

async function create(project: Project, users: readonly string[], data: unknown): Promise<Answer> {
  const body = bodies.create.parse(data);
  const { git, requests } = project;
  for (const branch of [body.source_branch, body.target_branch]) {
    if ((await git.head(branch)) === undefined)
      return { status: 400, message: { base: [`Branch ${branch} does not exist`] } };
  }
  const living = requests.find(
    ({ head, base, state }) => state === 'opened' && head === body.source_branch && base === body.target_branch,
  );
  if (living) {
    return {
      status: 409,
      message: [`Another open merge request already exists for this source branch: !${living.iid}`],
    };
  }
  const made: MergeRequestState = {
    iid: requests.length + 1,
    head: body.source_branch,
    base: body.target_branch,
    title: body.title,
    description: body.description,
    state: 'opened',
    labels: body.labels.split(',').filter((label) => label !== ''),
    reviewers: body.reviewer_ids.map((id) => users[id - 1] ?? ''),
    comments: [],
    autoMerge: false,
    looks: 2,
  };
  requests.push(made);
  return { status: 201, body: describe(project, made) };
}

function update(project: Project, found: MergeRequestState, data: unknown): Answer {
  const { title, description, state_event: event } = bodies.update.parse(data);
  found.title = title ?? found.title;
  found.description = description ?? found.description;
  if (event !== undefined) found.state = event === 'close' ? 'closed' : 'opened';
  return { status: 200, body: describe(project, found) };
}

/** GitLab promises nothing before it has seen whether a request can be merged. */
function merge(project: Project, found: MergeRequestState, data: unknown): Answer {
  const { merge_when_pipeline_succeeds: later } = bodies.merge.parse(data);
  if (found.looks > 0 || found.state !== 'opened') return { status: 405, message: '405 Method Not Allowed' };
  found.autoMerge = later;
  return { status: 200, body: describe(project, found) };
}

function lookedAt(found: MergeRequestState): MergeRequestState {
  found.looks = Math.max(0, found.looks - 1);
  return found;
}

function describe({ path }: Project, one: MergeRequestState): object {
  return {
    iid: one.iid,
    web_url: `https://gitlab.test/${path}/-/merge_requests/${one.iid}`,
    source_branch: one.head,
    target_branch: one.base,
    source_project_id: 1,
    target_project_id: 1,
    title: one.title,
    description: one.description,
    state: one.state,
    labels: one.labels,
    detailed_merge_status: one.looks > 0 ? 'checking' : 'mergeable',
  };
}

function kindOf(request: IncomingMessage): string {
  const { pathname } = requestUrl(request);
  const what = pathname.replace(/^\/api\/v4\/(?:projects\/[^/]+\/)?/, '').replace(/\/\d+/, '');
  return `${request.method} ${what}`;
}
