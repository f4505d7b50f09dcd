import { writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  answer,
  CliError,
  type CommandModule,
  type Invocation,
  readOptionalFile,
  switchOption,
  textOption,
} from '@towline/shared/cli';
import { errorMessage, exitCodes } from '@towline/shared/errors';
import { parseEcrHost } from '@towline/shared/image';
import { readFolder } from '../../adapters/read-folder.js';
import { detectPipeline } from '../../core/detect/detect-pipeline.js';
import { writePipeline } from '../../core/detect/write-pipeline.js';
import { checkPipeline } from '../../core/pipeline/check-pipeline.js';
import type { PipelineInput } from '../../core/pipeline/pipeline.js';
import { formatFinding } from '../../core/pipeline/pipeline-finding.js';

type RegistryInput = PipelineInput['publication']['registry'];

/** `init [folder]`: a first `towline.yaml`. */
export const init: CommandModule = {
  spec: {
    description:
      'Writes a first towline.yaml from what a folder holds: Dockerfiles, a Compose file, and how the project is tested (package.json, pom.xml, go.mod, Python). Says what it found. A file that is there is never overwritten without --force.',
    arguments: [{ name: 'folder', meaning: 'the folder to look at (default: .)', path: true }],
    options: [
      {
        flag: 'registry',
        value: 'address',
        meaning:
          'where images go: 123456789012.dkr.ecr.eu-west-1.amazonaws.com, public.ecr.aws/alias, docker.io/name or https://host',
      },
      {
        flag: 'credentials-id',
        value: 'id',
        meaning: 'who signs in there, as Jenkins knows it (default for ECR: ecrUser)',
      },
      { flag: 'name', value: 'name', meaning: 'what the image is called (default: the name of the folder)' },
      { flag: 'branch', value: 'name', meaning: 'the branch that is built (default: the one that is checked out)' },
      {
        flag: 'file',
        short: 'f',
        value: 'path',
        meaning: 'what is written (default: towline.yaml in the folder)',
        path: true,
      },
      { flag: 'force', meaning: 'overwrite a file that is there' },
      { flag: 'dry-run', meaning: 'show the file and write nothing' },
    ],
    examples: [
      ['jenkins-bridge init --registry 123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'look at this folder'],
      [
        'jenkins-bridge init services/cart --registry docker.io/shop --credentials-id hub --dry-run',
        'see what it would write',
      ],
    ],
  },
  async run(invocation) {
    const folder = invocation.args[0] ?? '.';
    const file = textOption(invocation, 'file') ?? join(folder, 'towline.yaml');
    const dryRun = switchOption(invocation, 'dry-run');
    if (!dryRun && !switchOption(invocation, 'force') && (await readOptionalFile(file)) !== undefined) {
      throw new CliError('cli-usage', `${file} is there already`, {
        hint: 'Overwrite it with --force, or look with --dry-run.',
      });
    }
    const { text, from, notes } = await detect(invocation, folder);
    if (!dryRun) await write(file, text);
    answer(invocation, { file, written: !dryRun, from, notes, text }, () =>
      [
        ...(dryRun ? [text] : []),
        `Found ${from.join(', ')}.\n`,
        ...notes.map((note) => `Note: ${note}.\n`),
        dryRun ? `${file} was not written.\n` : `Wrote ${file}. Next: jenkins-bridge render.\n`,
      ].join(''),
    );
    return exitCodes.done;
  },
};

interface Detected {
  readonly text: string;
  readonly from: readonly string[];
  readonly notes: readonly string[];
}

async function detect(invocation: Invocation, path: string): Promise<Detected> {
  const registry = await registryOf(invocation);
  const folder = await readFolder(path, invocation.signal).catch((cause: unknown) => {
    invocation.signal.throwIfAborted();
    throw new CliError('cli-file-unreadable', `${path} cannot be listed: ${errorMessage(cause)}`, { cause });
  });
  const branch = textOption(invocation, 'branch') ?? (await checkedOutBranch(path));
  const name = textOption(invocation, 'name') ?? basename(resolve(path));
  const detected = detectPipeline(folder, { name, registry, branch });
  if (detected.kind === 'no-image') {
    throw new CliError('cli-nothing-matched', `${path} has nothing to build an image from`, {
      hint: 'Add a Dockerfile, or name the folder that has one.',
    });
  }
  const reading = checkPipeline(detected.pipeline);
  if (reading.kind === 'refused') {
    const lines = reading.findings.map((finding) => `\n  ${formatFinding(finding)}`);
    throw new CliError('cli-usage', `What was asked for is no pipeline:${lines.join('')}`);
  }
  const notes = reading.warnings.map((finding) => formatFinding(finding));
  return { text: writePipeline(detected.pipeline), from: detected.from, notes };
}

async function registryOf(invocation: Invocation): Promise<RegistryInput> {
  const { ask } = invocation.terminal;
  const given =
    textOption(invocation, 'registry') ??
    (await ask?.('Registry (host of ECR, docker.io/name, https://…): ', invocation.signal));
  const address = given?.trim() ?? '';
  const credentialsId = textOption(invocation, 'credentials-id');
  const registry = address === '' ? undefined : readRegistry(address, credentialsId);
  if (registry !== undefined) return registry;
  throw new CliError(
    'cli-usage',
    address === '' ? 'It is not said where images go' : `${address} is no registry, or lacks --credentials-id`,
    {
      hint: 'Give --registry 123456789012.dkr.ecr.eu-west-1.amazonaws.com, or another one with --credentials-id.',
    },
  );
}

function readRegistry(address: string, credentialsId: string | undefined): RegistryInput | undefined {
  const [host = '', ...path] = address
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .split('/');
  const rest = path.join('/');
  const ecr = parseEcrHost(host);
  if (ecr?.kind === 'public') return { kind: 'ecr-public', alias: rest };
  if (ecr !== undefined) {
    const signIn = credentialsId === undefined ? {} : { auth: { kind: 'ecr-credential' as const, credentialsId } };
    return {
      kind: 'ecr',
      account: ecr.accountId,
      region: ecr.region,
      ...(rest === '' ? {} : { prefix: rest }),
      ...signIn,
    };
  }
  if (credentialsId === undefined || !/[.:]/.test(host)) return undefined;
  const auth = { kind: 'credential' as const, credentialsId };
  if (/^(?:index\.)?docker\.io$/.test(host)) return { kind: 'docker-hub', namespace: rest, auth };
  const scheme = address.startsWith('http:') ? 'http' : 'https';
  return { kind: 'oci', url: `${scheme}://${host}`, ...(rest === '' ? {} : { prefix: rest }), auth };
}

async function checkedOutBranch(path: string): Promise<string | undefined> {
  const head = await readOptionalFile(join(path, '.git', 'HEAD'));
  return /^ref: refs\/heads\/(\S+)/.exec(head ?? '')?.[1];
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new CliError('cli-file-unreadable', `${path} cannot be written: ${errorMessage(cause)}`, { cause });
  }
}
