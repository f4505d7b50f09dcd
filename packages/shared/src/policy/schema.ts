import * as z from 'zod';

const direction = z
  .enum(['asc', 'desc'])
  .describe('asc chooses the last in the order, desc the first. Default asc.')
  .optional();

const order = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('semver'),
    constraint: z.string().optional().describe('Versions to choose among, for example ^1.2. Default *, all releases.'),
  }),
  z.strictObject({ kind: z.literal('newest-build') }),
  z.strictObject({ kind: z.literal('alphabetical'), direction }),
  z.strictObject({ kind: z.literal('numerical'), direction }),
  z.strictObject({
    kind: z.literal('digest'),
    tag: z.string().describe('The tag to follow: its digest is what changes.'),
  }),
  z.strictObject({
    kind: z.literal('commit'),
    repository: z
      .string()
      .optional()
      .describe('The source repository whose history counts. Default: the one that the image names in its label.'),
    branch: z.string().optional().describe('The branch that a commit must be on. Default: that of the repository.'),
    pattern: z
      .string()
      .optional()
      .describe('RE2 expression whose group sha is the commit id in a tag. Default: the usual forms.'),
  }),
]);

/** The form of a policy as people write it. */
export const policySchema = z.strictObject({
  order: order.describe('What makes one tag newer than another.'),
  allowTags: z.string().optional().describe('regexp:PATTERN (RE2, not anchored) or any. Default any.'),
  ignoreTags: z.array(z.string()).readonly().optional().describe('Glob patterns of tags that are left out.'),
  filterTags: z
    .strictObject({
      pattern: z.string().describe('RE2 expression, not anchored: only matching tags go on.'),
      extract: z.string().optional().describe('Template of what is compared in place of the tag, for example $ts.'),
    })
    .optional(),
  platforms: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Platforms that an image must have, for example linux/arm64.'),
  compat: z
    .enum(['argocd-image-updater', 'flux'])
    .optional()
    .describe('Choose exactly as the named program does, where we would choose better by default.'),
});

/** A policy as plain data: which tags are looked at, and which of them is the newest. */
export type Policy = z.infer<typeof policySchema>;

type OrderUnion = Policy['order'];

/** The orders by name. */
export type OrderSpecs = { readonly [Kind in OrderUnion['kind']]: Extract<OrderUnion, { kind: Kind }> };

/** One of the orders, or any of them. */
export type OrderSpec<Kind extends keyof OrderSpecs = keyof OrderSpecs> = { [K in Kind]: OrderSpecs[K] }[Kind];
