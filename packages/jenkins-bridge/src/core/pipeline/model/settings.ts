import * as z from 'zod';
import { workingAgent } from './agent.js';
import { credentialsId, duration, line, script, text, variable } from './text.js';

const described = { description: line.describe('What it is for.').optional() };

/** What a person may choose when starting a build. */
export const parameter = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('string'), name: variable, default: z.string().prefault(''), ...described })
      .describe('One line.'),
    z
      .strictObject({ kind: z.literal('text'), name: variable, default: z.string().prefault(''), ...described })
      .describe('Several lines.'),
    z
      .strictObject({ kind: z.literal('boolean'), name: variable, default: z.boolean().prefault(false), ...described })
      .describe('Yes or no.'),
    z
      .strictObject({
        kind: z.literal('choice'),
        name: variable,
        choices: z.array(text).min(1, 'has no choice'),
        ...described,
      })
      .describe('One of several; the first is the default.'),
    z
      .strictObject({ kind: z.literal('password'), name: variable, ...described })
      .describe('A secret that is typed in.'),
  ])
  .meta({ id: 'parameter' });

/** The value of an environment variable. */
export const environmentValue = z
  .union([
    z.string().transform((value) => ({ kind: 'value' as const, value })),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('value'), value: z.string() }).describe('The text itself.'),
      z
        .strictObject({ kind: z.literal('credential'), credentialsId })
        .describe('A secret: what Jenkins keeps under this id, masked in the log.'),
    ]),
  ])
  .meta({ id: 'environmentValue' });

/** Environment variables by name. */
export const environment = z.record(variable, environmentValue).prefault({}).describe('Environment variables.');

/** How Jenkins treats the builds. */
export const options = z
  .strictObject({
    timeout: duration.prefault('1h').describe('How long a build may take.'),
    concurrentBuilds: z
      .enum(['allow', 'queue', 'abort-previous'])
      .prefault('allow')
      .describe('Whether two builds may run at once, the second waits, or it ends the first.'),
    keepBuilds: z.int().positive().describe('How many builds are kept.').optional(),
    keepDays: z.int().positive().describe('For how many days builds are kept.').optional(),
    timestamps: z.boolean().prefault(false).describe('Whether each line of the log has its time (plugin timestamper).'),
    retries: z.int().nonnegative().prefault(0).describe('How often a build that failed is tried again.'),
    parallelBuilds: z.boolean().prefault(false).describe('Whether several images are built at once.'),
    parallelTests: z.boolean().prefault(false).describe('Whether several tests run at once.'),
  })
  .meta({ id: 'options' });

/** What becomes of what a build leaves behind on its agent. */
export const cleanUp = z
  .strictObject({
    workspace: z.boolean().prefault(false).describe('Whether the workspace is emptied (plugin ws-cleanup).'),
    images: z.boolean().prefault(false).describe('Whether the images that were built are removed from the agent.'),
  })
  .meta({ id: 'cleanUp' });

/** Commands that run before the images are built. */
export const preparation = z
  .strictObject({
    name: line.describe('What the stage is called.'),
    run: script.describe('The commands.'),
    agent: workingAgent
      .describe('Another agent than that of the pipeline. What it makes is not seen by the build.')
      .optional(),
  })
  .meta({ id: 'preparation' });

/** A parameter of a pipeline. */
export type Parameter = z.output<typeof parameter>;

/** The value of an environment variable. */
export type EnvironmentValue = z.output<typeof environmentValue>;

/** How Jenkins treats the builds. */
export type Options = z.output<typeof options>;

/** What is removed at the end. */
export type CleanUp = z.output<typeof cleanUp>;
