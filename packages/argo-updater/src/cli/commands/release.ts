import { answer, type CommandModule } from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { releaseChanges } from '../../app/hold.js';
import { planPass } from '../../app/plan-pass.js';
import { applicationKey } from '../../core/application/application.js';
import { composePass } from '../compose/compose-pass.js';
import { findOne, writeAnnotations } from './annotate-one.js';
import { passSettings } from './pass-options.js';

/** `release APPLICATION [IMAGE]`: takes holds away. */
export const release: CommandModule = {
  spec: {
    description:
      'Lets go what keeps images back: a hold by annotation is taken away, and a revert or a rollback is named in an annotation, so that it does not count any more while a later one does. Exit code 3 where nothing is held.',
    arguments: [
      { name: 'application', meaning: 'name or namespace/name', required: true },
      { name: 'image', meaning: 'the alias of an image (default: all of them)' },
    ],
    options: [{ flag: 'dry-run', meaning: 'show the annotations and write nothing' }, ...passSettings],
    examples: [
      ['argo-updater release shop', 'everything that is held of an Application'],
      ['argo-updater release shop web', 'one image'],
    ],
  },
  async run(invocation) {
    const { args, terminal, signal } = invocation;
    const [name = '', image] = args;
    await using composed = await composePass(invocation, { level: 'warn' });
    const pass = await planPass(composed.ports, { ...composed.options, applications: [name] }, { signal });
    composed.progress.done();
    const { managed, plan } = findOne(pass.jobs, { skipped: pass.skipped, name });
    const { changes, released } = releaseChanges(managed, plan, image);
    const application = applicationKey(managed.application);
    if (released.length === 0) {
      terminal.stderr.write(`Nothing of ${application} is held.\n`);
      answer(invocation, { application, released }, () => '');
      return exitCodes['nothing-matched'];
    }
    const told = { released };
    await writeAnnotations(invocation, composed, { application: managed.application, changes, verb: 'release', told });
    return exitCodes.done;
  },
};
