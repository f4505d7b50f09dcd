import {
  answer,
  CliError,
  type CommandModule,
  createPaint,
  type Invocation,
  switchOption,
  textOption,
} from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { applySetup, planSetup, type SetupRequest } from '../../app/setup.js';
import type { CredentialStore } from '../../core/jenkins/jenkins.js';
import { folderOf } from '../../core/jenkins/job-name.js';
import type { LibrarySource } from '../../core/setup/folder-wanted.js';
import { SetupError } from '../../core/setup/setup-error.js';
import type { SetupPlan } from '../../core/setup/setup-plan.js';
import { type ConnectedJenkins, connectJenkins } from '../jenkins/connect-jenkins.js';
import { jenkinsOptions } from '../jenkins/jenkins-options.js';
import { readCredentials } from '../jenkins/read-credentials.js';
import { jobNameOf, readModel } from '../jenkins/read-model.js';
import { setupText, stepTitle } from '../jenkins/setup-text.js';

/** `setup`: the job of a pipeline, its folders and its credentials. */
export const setup: CommandModule = {
  spec: {
    description:
      'Makes the job of towline.yaml in Jenkins, or brings it up to date: a Pipeline from SCM with its triggers, parameters and options, the folders around it, the library of its folder and its credentials. What a person has added stays. A second run changes nothing. Secrets are written, never read back and never shown. With --dry-run it shows what would change: exit code 10 where there is something.',
    options: [
      { flag: 'file', short: 'f', value: 'path', meaning: 'the pipeline (default: towline.yaml)', path: true },
      { flag: 'job', value: 'name', meaning: 'the full name of the job (default: the name of the pipeline)' },
      { flag: 'repository', value: 'url', meaning: 'what Jenkins clones (default: source.url of the pipeline)' },
      {
        flag: 'jenkinsfile',
        value: 'path',
        meaning: 'where the Jenkinsfile is in the repository (default: Jenkinsfile)',
      },
      {
        flag: 'git-user',
        value: 'who',
        meaning: 'the user and the private key of the Git credential: NAME:REFERENCE, or aws-sm://ID#name,key',
      },
      { flag: 'git-passphrase', value: 'reference', meaning: 'the passphrase of that key' },
      {
        flag: 'ecr-user',
        value: 'who',
        meaning: 'the AWS key of the ECR credential: KEYID:REFERENCE, or aws-sm://ID#id,secret',
      },
      {
        flag: 'ecr-role',
        value: 'arn',
        meaning: 'the role that the ECR credential assumes; without --ecr-user, from the role of the machine',
      },
      {
        flag: 'credentials',
        value: 'where',
        choices: ['system', 'folder'],
        meaning: 'for all jobs, or for those of the folder (default: system)',
      },
      { flag: 'library', value: 'url', meaning: 'the repository of the Shared Library for the folder of the job' },
      { flag: 'library-version', value: 'revision', meaning: 'its tag or branch (default: main)' },
      { flag: 'library-name', value: 'name', meaning: 'what Jenkinsfiles call it (default: towline)' },
      {
        flag: 'library-path',
        value: 'path',
        meaning: 'its folder in that repository (default: packages/jenkins-bridge/library)',
      },
      { flag: 'rotate', meaning: 'write the credentials again, whether they differ or not' },
      { flag: 'dry-run', meaning: 'show what would change, and change nothing' },
      ...jenkinsOptions,
    ],
    examples: [
      ['jenkins-bridge setup --dry-run', 'show what would change'],
      [
        'jenkins-bridge setup --job team/app --git-user git:file:/keys/id_ed25519',
        'make the job in a folder, with its Git credential',
      ],
      [
        'jenkins-bridge setup --auth aws-sm://JenkinsPassword#username,password --ecr-user aws-sm://Ecr#id,secret',
        'take all secrets from Secrets Manager',
      ],
    ],
  },
  async run(invocation) {
    const { signal, terminal } = invocation;
    await using connected = await connectJenkins(invocation);
    const { jenkins } = connected;
    const plan = await planSetup(jenkins, await readRequest(invocation, connected), { signal });
    const paint = createPaint(terminal.stdout.colors);
    const dry = switchOption(invocation, 'dry-run');
    if (!dry) {
      const told = createPaint(terminal.stderr.colors);
      await applySetup(jenkins, plan, {
        signal,
        onStep: (step) => terminal.stderr.write(`${stepTitle(step, told)} …\n`),
      });
    }
    answer(invocation, { applied: !dry, ...planData(plan) }, () => setupText(plan, paint));
    return dry && plan.steps.length > 0 ? exitCodes.changes : exitCodes.done;
  },
};

async function readRequest(invocation: Invocation, { secrets }: ConnectedJenkins): Promise<SetupRequest> {
  const pipeline = await readModel(textOption(invocation, 'file') ?? 'towline.yaml');
  const repository = textOption(invocation, 'repository') ?? pipeline.source.url;
  if (repository === undefined) {
    throw new SetupError('setup-no-repository', 'Nothing says which repository Jenkins is to clone', {
      hint: 'Give source.url in towline.yaml, or --repository.',
    });
  }
  const job = textOption(invocation, 'job') ?? jobNameOf(pipeline);
  return {
    pipeline,
    job,
    repository,
    scriptPath: textOption(invocation, 'jenkinsfile') ?? 'Jenkinsfile',
    credentials: await readCredentials(invocation, { secrets, pipeline, repository }),
    store: readStore(invocation, job),
    library: readLibrary(invocation),
    rotate: switchOption(invocation, 'rotate'),
  };
}

function readStore(invocation: Invocation, job: string): CredentialStore {
  if (textOption(invocation, 'credentials') !== 'folder') return { kind: 'system' };
  const folder = folderOf(job);
  if (folder !== undefined) return { kind: 'folder', folder };
  throw new CliError('cli-usage', '--credentials folder needs a job in a folder', { hint: 'Write --job team/app.' });
}

function readLibrary(invocation: Invocation): LibrarySource | undefined {
  const url = textOption(invocation, 'library');
  if (url === undefined) return undefined;
  return {
    name: textOption(invocation, 'library-name') ?? 'towline',
    url,
    version: textOption(invocation, 'library-version') ?? 'main',
    path: textOption(invocation, 'library-path') ?? 'packages/jenkins-bridge/library',
    credentialsId: undefined,
  };
}

/** A plan as programs read it: without what is secret, and without whole configurations. */
function planData({ steps, plugins, notes }: SetupPlan) {
  return {
    steps: steps.map((step) =>
      step.kind === 'item'
        ? { kind: step.what, name: step.name, action: step.action, differences: step.differences }
        : {
            kind: 'credential',
            name: step.wanted.id,
            store: step.store,
            action: step.action,
            differences: step.differences,
          },
    ),
    plugins,
    notes,
  };
}
