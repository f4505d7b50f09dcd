import { type CommandModule, listOption, textOption } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { holdChanges } from '../../app/hold.js';
import { readSelection } from '../../app/pass/select-applications.js';
import { composePass } from '../compose/compose-pass.js';
import { findOne, writeAnnotations } from './annotate-one.js';
import { passSettings } from './pass-options.js';

/** `hold APPLICATION [IMAGE]`: annotations that keep images as they are. */
export const hold: CommandModule = {
  spec: {
    description:
      'Keeps the images of an Application as they are, by annotations of the Application: on the live one, or in its manifest where it was read from a folder or a Git repository. Nothing else remembers it.',
    arguments: [
      { name: 'application', meaning: 'name or namespace/name', required: true },
      { name: 'image', meaning: 'the alias of an image (default: all of them)' },
    ],
    options: [
      { flag: 'tag', value: 'tag', repeatable: true, meaning: 'hold only this tag (default: everything)' },
      { flag: 'until', value: 'time', meaning: 'when it ends: 2026-12-24 or 2026-12-24T18:00:00Z' },
      { flag: 'reason', value: 'text', meaning: 'why; explain and status show it' },
      { flag: 'dry-run', meaning: 'show the annotations and write nothing' },
      ...passSettings,
    ],
    examples: [
      ['argo-updater hold shop --until 2026-12-27 --reason "sales days"', 'everything of an Application, for a while'],
      ['argo-updater hold shop web --tag 1.5.0', 'one version of one image'],
    ],
  },
  async run(invocation) {
    const { args, signal } = invocation;
    const [name = '', image] = args;
    await using composed = await composePass(invocation, { level: 'warn' });
    // What is held need not be known to hold it: neither registries nor repositories are asked.
    const options = { ...composed.options, applications: [name] };
    const { managed: found, skipped } = await readSelection(composed.ports, options, { signal });
    composed.progress.done();
    const { managed } = findOne(
      found.map((managed) => ({ managed })),
      { skipped, name },
    );
    const changes = holdChanges(managed, {
      image,
      tags: listOption(invocation, 'tag'),
      until: textOption(invocation, 'until'),
      reason: textOption(invocation, 'reason'),
    });
    await writeAnnotations(invocation, composed, { application: managed.application, changes, verb: 'hold' });
    return exitCodes.done;
  },
};
