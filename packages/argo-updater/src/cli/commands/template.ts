import { answer, type CommandModule, readTextFile } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { commitMessage, compileMessageTemplate, defaultMessageTemplate } from '../../core/message/commit-message.js';
import type { ImageChange } from '../../core/message/image-change.js';
import { TemplateError } from '../../core/template/template-error.js';

/** One image that goes from version to version, and one that goes from digest to digest. */
const exampleChanges: readonly ImageChange[] = [
  {
    name: 'team/web',
    alias: 'web',
    from: { name: '1.4.2' },
    to: { name: '1.5.0' },
    labels: {
      'org.opencontainers.image.revision': '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
      'org.opencontainers.image.source': 'https://github.com/acme/web',
    },
  },
  {
    name: 'team/worker',
    alias: 'worker',
    from: { name: 'latest', digest: `sha256:${'1f'.repeat(32)}` },
    to: { name: 'latest', digest: `sha256:${'2e'.repeat(32)}` },
  },
];

/** `template [PATH]`: what a template of commit messages makes of two example changes; the default template where none is given. */
export const template: CommandModule = {
  spec: {
    description:
      'Parses a template of commit messages and shows what it makes of two example changes. It changes nothing.',
    arguments: [{ name: 'path', meaning: 'the template (default: the one that is built in)', path: true }],
    options: [],
    examples: [
      ['argo-updater template', 'show the default message'],
      ['argo-updater template commit.template', 'check a template of your own'],
    ],
  },
  async run(invocation) {
    const [path] = invocation.args;
    const source = path === undefined ? defaultMessageTemplate : await readTextFile(path);
    const { text, problem } = commitMessage(compileMessageTemplate(source), {
      appName: 'example-app',
      changes: exampleChanges,
    });
    if (problem !== undefined) {
      throw new TemplateError('template-execution', `The template ${path ?? ''} does not fit: ${problem}`, {
        hint: 'It may use .AppName, and .Image, .OldTag, .NewTag and .Labels of each of .AppChanges.',
      });
    }
    answer(invocation, { template: path ?? 'default', message: text }, () =>
      text.endsWith('\n') ? text : `${text}\n`,
    );
    return exitCodes.done;
  },
};
