import * as z from 'zod';
import { address, credentialsId, line, path, script, text } from './text.js';

const os = z.enum(['unix', 'windows']).prefault('unix').describe('Whether commands run by `sh` or by `bat`.');

const any = z.strictObject({ kind: z.literal('any'), os }).describe('Any agent that is free.');

const label = z
  .strictObject({
    kind: z.literal('label'),
    label: line.describe('A label, or an expression over labels such as `linux && docker`.'),
    os,
    customWorkspace: line.describe('A folder to work in instead of the one that Jenkins chooses.').optional(),
  })
  .describe('An agent that has the label.');

const docker = z
  .strictObject({
    kind: z.literal('docker'),
    image: line.describe('The image whose container runs the commands.'),
    label: line.describe('The label of the agent that starts the container.').optional(),
    args: line.describe('Arguments of `docker run`.').optional(),
    registryUrl: address.describe('Where the image is pulled from.').optional(),
    registryCredentialsId: credentialsId.describe('The credential of that registry.').optional(),
    reuseNode: z.boolean().prefault(false).describe('Whether it runs where the pipeline runs, in the same workspace.'),
    os,
  })
  .describe('A container on an agent.');

const kubernetes = z
  .strictObject({
    kind: z.literal('kubernetes'),
    pod: z
      .discriminatedUnion('kind', [
        z
          .strictObject({ kind: z.literal('yaml'), yaml: script.describe('The pod as YAML.') })
          .describe('The pod, here.'),
        z.strictObject({ kind: z.literal('file'), path }).describe('The pod, in a file of the repository.'),
      ])
      .describe('The pod that is started.'),
    container: line.describe('The container of the pod that runs the commands.').optional(),
    cloud: text.describe('The cloud of the Jenkins configuration.').optional(),
    namespace: line.describe('Where the pod is started.').optional(),
    inheritFrom: line.describe('The pod template that this one adds to.').optional(),
    serviceAccount: line.describe('Who the pod is.').optional(),
    os,
  })
  .describe('A pod in Kubernetes.');

const none = z
  .strictObject({ kind: z.literal('none') })
  .describe('None: every part that needs an agent names its own.');

/** Where commands run. */
export const workingAgent = z.discriminatedUnion('kind', [any, label, docker, kubernetes]).meta({ id: 'workingAgent' });

/** Where commands run, or that each part says so itself. */
export const agent = z.discriminatedUnion('kind', [workingAgent, none]).meta({ id: 'agent' });

/** An agent that can run commands. */
export type WorkingAgent = z.output<typeof workingAgent>;

/** The agent of a pipeline. */
export type Agent = z.output<typeof agent>;
