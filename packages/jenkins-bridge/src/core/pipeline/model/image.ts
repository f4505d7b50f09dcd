import * as z from 'zod';
import { workingAgent } from './agent.js';
import { credentialsId, line, name, path, text, variable } from './text.js';

/** The path of a repository in a registry. */
export const repositoryPath = z
  .string()
  .regex(
    /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/,
    'is not the path of a repository: small letters, digits and single . _ - between them, parts divided by /',
  )
  .max(255, 'is longer than 255 letters');

const platform = line.regex(
  /^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9.]+)?$/,
  'is not a platform such as linux/amd64 or linux/arm/v7',
);

const platforms = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('agent') }).describe('One: that of the agent.'),
    z
      .strictObject({ kind: z.literal('together'), of: z.array(platform).min(1, 'names no platform') })
      .describe('Several, in one build: what the agent is not is emulated.'),
    z
      .strictObject({
        kind: z.literal('apart'),
        legs: z.array(z.strictObject({ platform, agent: workingAgent })).min(1, 'has no leg'),
      })
      .describe(
        'Several, each on an agent that fits, at the same time. The index is published when all of them are there.',
      ),
  ])
  .meta({ id: 'platforms' });

const buildSecret = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('text'), id: name, credentialsId })
      .describe('The text that Jenkins keeps under the id.'),
    z
      .strictObject({ kind: z.literal('file'), id: name, credentialsId })
      .describe('The file that Jenkins keeps under the id.'),
  ])
  .meta({ id: 'buildSecret' });

const cache = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('agent') }).describe('What the agent has from earlier builds.'),
    z.strictObject({ kind: z.literal('none') }).describe('Nothing: every step runs again.'),
    z
      .strictObject({ kind: z.literal('inline') })
      .describe('The layers of the image that was pushed last: it must be pushed with them.'),
    z.strictObject({ kind: z.literal('registry'), reference: line }).describe('An image that holds layers only.'),
    z.strictObject({ kind: z.literal('folder'), path: line }).describe('A folder of the agent.'),
  ])
  .meta({ id: 'cache' });

/** An image that is built, tested and published. */
export const image = z
  .strictObject({
    name: repositoryPath.describe('What the image is called in this pipeline.'),
    repository: repositoryPath
      .describe('The repository it is published to, below what the registry says. Its name, where left out.')
      .optional(),
    context: path.prefault('.').describe('The folder that is sent to the builder.'),
    dockerfile: path
      .describe('The Dockerfile, seen from the checkout. `Dockerfile` in the context, where left out.')
      .optional(),
    target: line.describe('The stage of the Dockerfile to build.').optional(),
    buildArgs: z
      .record(variable, z.string())
      .prefault({})
      .describe('Arguments of the build. They can be read from the image: never a secret.'),
    secrets: z.array(buildSecret).prefault([]).describe('Secrets that a step of the build may mount.'),
    labels: z
      .record(line, z.string())
      .prefault({})
      .describe('Labels, besides those of the revision, the source, the time and the build.'),
    cache: cache.prefault({ kind: 'agent' }).describe('What steps of the build may be taken from.'),
    platforms: platforms.prefault({ kind: 'agent' }).describe('What the image runs on.'),
    pull: z.boolean().prefault(false).describe('Whether base images are looked up anew.'),
    arguments: z.array(text).prefault([]).describe('More arguments of the builder.'),
    agent: workingAgent.describe('Where it is built, where not on the agent of the pipeline.').optional(),
  })
  .meta({ id: 'image' });

/** An image that is built, tested and published. */
export type Image = z.output<typeof image>;

/** What an image runs on. */
export type Platforms = z.output<typeof platforms>;

/** Where steps of a build may be taken from. */
export type Cache = z.output<typeof cache>;

/** A secret that a build may mount. */
export type BuildSecret = z.output<typeof buildSecret>;
