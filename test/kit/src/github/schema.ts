import { z } from 'zod';
import { GitHubProblem } from './problem.js';

const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });

/** The bodies of requests that change something. */
export const bodies = {
  createRef: z.object({ ref: z.string().startsWith('refs/'), sha: z.string() }),
  updateRef: z.object({ sha: z.string(), force: z.boolean().default(false) }),
  createBlob: z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') }),
  createTree: z.object({
    base_tree: z.string().optional(),
    tree: z.array(
      z.object({
        path: z.string().min(1),
        mode: z.enum(['100644', '100755', '040000', '160000', '120000']),
        type: z.enum(['blob', 'tree', 'commit']),
        sha: z.string().nullable().optional(),
        content: z.string().optional(),
      }),
    ),
  }),
  createCommit: z.object({
    message: z.string(),
    tree: z.string(),
    parents: z.array(z.string()).default([]),
    author: person.optional(),
    committer: person.optional(),
  }),
  putContents: z.object({
    message: z.string(),
    content: z.string(),
    sha: z.string().optional(),
    branch: z.string().optional(),
    author: person.optional(),
    committer: person.optional(),
  }),
  createPull: z.object({
    title: z.string().min(1),
    head: z.string(),
    base: z.string(),
    body: z.string().optional(),
  }),
  updatePull: z.object({
    title: z.string().optional(),
    body: z.string().optional(),
    state: z.enum(['open', 'closed']).optional(),
  }),
  comment: z.object({ body: z.string().min(1) }),
  labels: z.object({ labels: z.array(z.string()).min(1) }),
  reviewers: z.object({
    reviewers: z.array(z.string()).default([]),
    team_reviewers: z.array(z.string()).default([]),
  }),
  autoMerge: z.object({ pullRequestId: z.string() }),
  nodeId: z.tuple([z.string(), z.string(), z.number()]),
  status: z.object({
    state: z.enum(['error', 'failure', 'pending', 'success']),
    target_url: z.string().optional(),
    description: z.string().max(140).optional(),
    context: z.string().default('default'),
  }),
  graphql: z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) }),
  repositoryVariables: z.object({ owner: z.string(), name: z.string() }),
  createCommitOnBranch: z.object({
    branch: z.object({ repositoryNameWithOwner: z.string(), branchName: z.string() }),
    expectedHeadOid: z.string(),
    message: z.object({ headline: z.string().min(1), body: z.string().default('') }),
    fileChanges: z.object({
      additions: z.array(z.object({ path: z.string(), contents: z.string() })).default([]),
      deletions: z.array(z.object({ path: z.string() })).default([]),
    }),
  }),
} as const;

/** The body of a request, or the 422 that GitHub answers to what does not fit. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new GitHubProblem(422, `Invalid request.\n\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
