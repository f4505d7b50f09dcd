import * as z from 'zod';
import { credentialsId, line, schedule } from './text.js';
import { when } from './when.js';

const gitUrl = line
  .regex(
    /^(?:(?:https?|ssh|git):\/\/\S+|[\w.-]+@[\w.-]+:\S+|\/\S+|file:\/\/\S+)$/,
    'is not the address of a Git repository',
  )
  .refine((value) => !/^https?:\/\/[^/]*@/.test(value), {
    error: 'has a user or a secret in it: name a credential instead',
  });

const trigger = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('poll'), schedule: schedule.prefault('H/5 * * * *') })
      .describe('Jenkins looks for new commits.'),
    z
      .strictObject({
        kind: z.literal('webhook'),
        from: z
          .enum(['github', 'gitlab', 'notify-commit'])
          .describe('Who calls: GitHub, GitLab, or anybody by `/git/notifyCommit`.'),
      })
      .describe('The server of the repository tells Jenkins of new commits.'),
    z
      .strictObject({ kind: z.literal('schedule'), schedule })
      .describe('At given times, whether anything changed or not.'),
    z
      .strictObject({ kind: z.literal('upstream'), jobs: z.array(line).min(1, 'names no job') })
      .describe('After other jobs that succeeded.'),
  ])
  .meta({ id: 'trigger' });

const common = {
  branch: line.prefault('main').describe('The branch that is built, and whose newest commit `latest` stands for.'),
  credentialsId: credentialsId.prefault('gitUser').describe('The credential that may read the repository.'),
  submodules: z.boolean().prefault(false).describe('Whether submodules are checked out too.'),
  lfs: z.boolean().prefault(false).describe('Whether files in Git LFS are fetched.'),
  depth: z
    .int()
    .positive()
    .describe('How many commits are fetched. `latest` cannot move in a shallow clone.')
    .optional(),
  triggers: z.array(trigger).prefault([]).describe('What starts the pipeline. A person always can.'),
  filters: when.describe('Which branches, tags and change requests are built: all, where there is none.'),
};

const scm = z
  .strictObject({
    kind: z.literal('scm').default('scm'),
    url: gitUrl.describe('The repository, for setting up the job.').optional(),
    ...common,
  })
  .describe('The repository and the commit that the job stands for: `checkout scm`.');

const git = z
  .strictObject({ kind: z.literal('git'), url: gitUrl.describe('The repository.'), ...common })
  .describe('A repository that is named here.');

/** Where the source comes from, and what starts a build. */
export const source = z.discriminatedUnion('kind', [scm, git]).meta({ id: 'source' });

/** Where the source comes from. */
export type Source = z.output<typeof source>;

/** What starts a pipeline. */
export type Trigger = z.output<typeof trigger>;
