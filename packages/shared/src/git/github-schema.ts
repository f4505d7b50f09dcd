import * as z from 'zod';

/** A commit id as GitHub gives it. */
const sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** `GET /repos/{owner}/{repo}` */
export const repositorySchema = z.object({ default_branch: z.string() });

/** `GET /repos/{owner}/{repo}/git/ref/{ref}` and what changes refs. */
export const refSchema = z.object({ object: z.object({ sha }) });

/** `GET /repos/{owner}/{repo}/git/trees/{sha}` */
export const treeSchema = z.object({
  sha,
  truncated: z.boolean().optional(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), sha: sha.optional() })),
});

/** What makes a blob or a tree. */
export const createdSchema = z.object({ sha });

/** `GET /repos/{owner}/{repo}/git/blobs/{sha}` */
export const blobSchema = z.object({ content: z.string(), encoding: z.enum(['base64', 'utf-8']) });

/** The texts of blobs by GraphQL; null for what is no text. */
export const blobTextsSchema = z.object({
  data: z
    .object({ repository: z.record(z.string(), z.object({ text: z.string().nullish() }).nullable()).nullable() })
    .nullable()
    .optional(),
});

/** `GET /repos/{owner}/{repo}/git/commits/{sha}` */
export const commitSchema = z.object({ sha, tree: z.object({ sha }) });

/** `PUT /repos/{owner}/{repo}/contents/{path}` */
export const writtenSchema = z.object({ commit: z.object({ sha }) });

/** `GET /repos/{owner}/{repo}/contents/{path}`; a folder is a list, which has no `sha`. */
export const contentSchema = z.union([z.object({ type: z.string(), sha }), z.array(z.unknown())]);

const person = z.object({ name: z.string(), email: z.string() });

/** `GET /repos/{owner}/{repo}/commits` */
export const commitListSchema = z.array(
  z.object({
    sha,
    parents: z.array(z.object({ sha })),
    commit: z.object({
      message: z.string(),
      author: person,
      committer: person.extend({ date: z.string() }),
    }),
  }),
);

/** A pull request. */
export const pullRequestSchema = z.object({
  number: z.number(),
  node_id: z.string(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullable(),
  head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
});

/** The answer to a mutation whose result is not looked at. */
export const mutationSchema = z.object({ errors: z.array(z.object({ message: z.string() })).optional() });

/** The answer to `createCommitOnBranch`: GraphQL says 200 to refusals as well. */
export const createCommitSchema = z.object({
  data: z
    .object({ createCommitOnBranch: z.object({ commit: z.object({ oid: sha }) }).nullable() })
    .nullable()
    .optional(),
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })).optional(),
});
