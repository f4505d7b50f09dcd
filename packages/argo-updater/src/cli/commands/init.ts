import {
  answer,
  CliError,
  type CommandModule,
  createPaint,
  type Invocation,
  listOption,
  readTextFile,
  switchOption,
  textOption,
  unifiedDiff,
  writeTextFile,
} from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { findInitTarget, type InitAnswers, type InitResult, initManifest } from '../../app/init.js';

/** `init FILE`: writes the annotations of an Application into its manifest, by flags or by questions. */
export const init: CommandModule = {
  spec: {
    description:
      'Writes the annotations that argo-updater reads into the manifest of an Application. Asks on a terminal for what no flag says. Every other byte of the file stays.',
    arguments: [{ name: 'file', meaning: 'the manifest', required: true, path: true }],
    options: [
      { flag: 'image', value: 'image', repeatable: true, meaning: 'an image to update: [alias=]name[:constraint]' },
      {
        flag: 'update-strategy',
        value: 'name',
        choices: ['semver', 'newest-build', 'alphabetical', 'numerical', 'digest', 'commit'],
        meaning: 'how the newest image is found (default: semver)',
      },
      { flag: 'allow-tags', value: 'pattern', meaning: 'only tags that match: regexp:PATTERN' },
      { flag: 'write-back', value: 'method', meaning: 'git, git:secret:NAME … or argocd (default: git)' },
      {
        flag: 'target',
        value: 'target',
        meaning: 'what a commit changes: kustomization, helmvalues:FILE, application, manifests:GLOB',
      },
      { flag: 'branch', value: 'branch', meaning: 'the branch: base, base:write or :write' },
      {
        flag: 'pull-request',
        value: 'host',
        choices: ['github', 'gitlab'],
        meaning: 'open pull or merge requests there instead of pushing to the branch',
      },
      { flag: 'application', value: 'name', meaning: 'which Application, where the file has several' },
      { flag: 'argocd-namespace', value: 'text', meaning: 'the namespace of Argo CD (default: argocd)' },
      { flag: 'force', meaning: 'replace annotations that have other values' },
      { flag: 'dry-run', meaning: 'show the change and write nothing' },
      { flag: 'yes', short: 'y', meaning: 'write without asking' },
    ],
    examples: [
      ['argo-updater init apps/web.yaml', 'answer a few questions'],
      [
        "argo-updater init apps/web.yaml --image 'web=example.com/web:1.x' --target kustomization",
        'say everything by flags',
      ],
    ],
  },
  async run(invocation) {
    const [file = ''] = invocation.args;
    const text = await readTextFile(file);
    const application = textOption(invocation, 'application');
    const target = findInitTarget({ file, text, application });
    const result = initManifest({
      file,
      text,
      application,
      replace: switchOption(invocation, 'force'),
      answers: await collectAnswers(invocation, target),
      controllerNamespace: textOption(invocation, 'argocd-namespace') ?? 'argocd',
    });
    const written = await deliver(invocation, { file, before: text, result });
    const { application: name, annotations, findings } = result;
    answer(invocation, { file, application: name, written, annotations, findings }, () =>
      closing({ file, written, changed: result.text !== text }),
    );
    return exitCodes.done;
  },
};

type Ask = (question: string, usual: string) => Promise<string>;

async function collectAnswers(
  invocation: Invocation,
  { application, images }: ReturnType<typeof findInitTarget>,
): Promise<InitAnswers> {
  const option = (flag: string) => textOption(invocation, flag);
  const given = listOption(invocation, 'image');
  const rest = {
    allowTags: option('allow-tags'),
    branch: option('branch'),
    pullRequest: option('pull-request'),
  };
  if (given.length > 0) {
    const strategy = option('update-strategy');
    return { images: given, strategy, method: option('write-back') ?? 'git', target: option('target'), ...rest };
  }
  const ask = asker(invocation, application);
  const named = await ask('Images to update, separated by commas ([alias=]name[:constraint])', images.join(', '));
  return {
    images: named.split(',').map((image) => image.trim()),
    strategy: option('update-strategy') ?? (await ask('Strategy (semver, newest-build, digest, commit …)', 'semver')),
    method: option('write-back') ?? (await ask('Write back by (git, argocd)', 'git')),
    target: option('target') ?? (await ask('Target (empty for the override file of Argo CD, or kustomization …)', '')),
    ...rest,
  };
}

function asker({ terminal, signal }: Invocation, application: string): Ask {
  const { ask, stderr } = terminal;
  if (ask === undefined) {
    throw new CliError('cli-usage', 'No image was named, and nobody can be asked', {
      hint: "Name at least one: --image 'web=example.com/web:1.x'.",
    });
  }
  stderr.write(`Annotations for ${application}; an empty line takes what stands in brackets.\n`);
  return async (question, usual) => {
    const said = (await ask(`${question}${usual === '' ? '' : ` [${usual}]`}: `, signal)).trim();
    return said === '' ? usual : said;
  };
}

/** Shows the change and writes it where that is wanted; whether it was written. */
async function deliver(
  invocation: Invocation,
  { file, before, result }: { readonly file: string; readonly before: string; readonly result: InitResult },
): Promise<boolean> {
  const { terminal, signal } = invocation;
  if (result.text === before) return false;
  const { stdout } = terminal;
  const diff = unifiedDiff({ path: file, before, after: result.text }, createPaint(stdout.colors));
  if (invocation.options.output !== 'json') stdout.write(diff);
  if (switchOption(invocation, 'dry-run')) return false;
  if (terminal.ask !== undefined && !switchOption(invocation, 'yes')) {
    const said = (await terminal.ask('Write it? [y/N] ', signal)).trim();
    if (!/^y(?:es)?$/i.test(said)) return false;
  }
  await writeTextFile(file, result.text);
  return true;
}

function closing({ file, written, changed }: { file: string; written: boolean; changed: boolean }): string {
  if (written) return `Wrote ${file}. Next: argo-updater lint ${file}, then argo-updater plan.\n`;
  return changed ? `${file} was not written.\n` : `${file} says all of it already.\n`;
}
