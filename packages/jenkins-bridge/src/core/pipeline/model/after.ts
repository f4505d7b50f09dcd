import * as z from 'zod';
import { workingAgent } from './agent.js';
import { approval, tag } from './publication.js';
import { registry } from './registry.js';
import { environment } from './settings.js';
import { address, credentialsId, duration, line, name, script, variable } from './text.js';
import { when } from './when.js';

const everywhere = {
  when,
  approval: approval.describe('Who says yes before.').optional(),
};

const updater = {
  url: address.describe('Where argo-updater answers.'),
  tokenCredentialsId: credentialsId.describe('Its token: a text that Jenkins keeps under the id.').optional(),
};

const copied = {
  images: z.array(name).describe('Which images; all of them, where left out.').optional(),
  tags: z.array(tag).min(1, 'names no tag').describe('The tags it gets there.'),
};

/** What follows when the images are published. */
export const afterStep = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('notify-updater'), ...updater, ...everywhere })
      .describe('argo-updater is told of the images.'),
    z
      .strictObject({
        kind: z.literal('wait-for-rollout'),
        application: line.describe('The Application of Argo CD, with its namespace before a slash where needed.'),
        timeout: duration.prefault('15m').describe('How long it may take.'),
        ...updater,
        ...everywhere,
      })
      .describe('The build waits until the Application runs the images.'),
    z
      .strictObject({ kind: z.literal('retag'), ...copied, ...everywhere })
      .describe('More tags, in the same repository.'),
    z
      .strictObject({ kind: z.literal('copy'), to: registry.describe('Where to.'), ...copied, ...everywhere })
      .describe('The same image, in another registry, region or account.'),
    z
      .strictObject({
        kind: z.literal('command'),
        name: line.describe('What the stage is called.'),
        run: script.describe('The commands.'),
        environment,
        agent: workingAgent.describe('Another agent than that of the pipeline.').optional(),
        ...everywhere,
      })
      .describe('Commands: a deployment, a migration.'),
    z
      .strictObject({
        kind: z.literal('job'),
        job: line.describe('The job, by its full name.'),
        parameters: z.record(variable, z.string()).prefault({}).describe('Its parameters.'),
        wait: z.boolean().prefault(true).describe('Whether its end is waited for; then it must succeed.'),
        ...everywhere,
      })
      .describe('Another job of the same Jenkins.'),
  ])
  .meta({ id: 'afterStep' });

const outcome = z.enum(['always', 'success', 'failure', 'unstable', 'aborted', 'fixed', 'changed']);
const on = z.array(outcome).min(1, 'names no outcome').prefault(['failure', 'fixed']).describe('After which outcomes.');

/** Who is told of the outcome. */
export const notification = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('slack'), channel: line, tokenCredentialsId: credentialsId.optional(), on })
      .describe('A channel of Slack (plugin slack).'),
    z
      .strictObject({ kind: z.literal('mail'), to: z.array(line).min(1, 'names nobody'), on })
      .describe('People, by mail (plugin mailer).'),
    z
      .strictObject({ kind: z.literal('webhook'), url: address, tokenCredentialsId: credentialsId.optional(), on })
      .describe('A program, by an HTTP request with JSON (plugin http_request).'),
  ])
  .meta({ id: 'notification' });

/** What follows when the images are published. */
export type AfterStep = z.output<typeof afterStep>;

/** Who is told of the outcome. */
export type Notification = z.output<typeof notification>;

/** The outcome of a build. */
export type Outcome = z.output<typeof outcome>;
