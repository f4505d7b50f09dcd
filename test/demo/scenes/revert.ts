import type { Lab } from '../stage/lab.js';
import { until } from '../stage/until.js';
import { untilTitle } from './page.js';
import { buildAndAnnounce, type Scene, short, titleFile, untilApplication, untilCommitted } from './steps.js';

/** Which commit is reverted, and what the page says after that. */
export interface Reverted {
  readonly commit: string;
  readonly title: string;
}

const cycles = 3;

/** A person reverts what argo-updater wrote: it stays reverted, until something newer is built. */
export async function revertSticks(scene: Scene, reverted: Reverted): Promise<void> {
  const { lab, story } = scene;
  const { manifests } = lab;
  await manifests.pull();
  await manifests.git('revert', '--no-edit', reverted.commit);
  await manifests.git('push', '--quiet', 'origin', 'HEAD:main');
  const revert = await manifests.git('rev-parse', 'HEAD');
  story.hop({
    id: 'reverted',
    what: `${manifests.person.name} reverts the commit of argo-updater`,
    look: { commit: `${short(revert)} ${await manifests.git('log', '-1', '--format=%s')}` },
  });
  await untilTitle(lab, reverted.title);
  await untilApplication(lab, { health: 'Healthy', revision: revert });
  story.hop({ id: 'old-version-back', what: `the page says “${reverted.title}” again`, look: { url: lab.pageUrl } });

  for (let cycle = 0; cycle < cycles; cycle += 1) await lookAgain(lab);
  if ((await manifests.pull()) !== revert) throw new Error('argo-updater wrote although the commit was reverted');
  const { stdout } = await lab.updater('explain', 'web');
  const held = stdout.split('\n').find((line) => line.includes('held'));
  if (held === undefined) throw new Error(`argo-updater does not say that it holds the image:\n${stdout}`);
  story.hop({
    id: 'revert-sticks',
    what: `argo-updater has looked ${cycles} times and left it alone`,
    shown: `argo-updater explain web\n${held.trim()}`,
  });

  const commit = await lab.application.commit('Say good night', titleFile('Good night'));
  await buildAndAnnounce(scene, commit);
  const written = await untilCommitted(lab, revert);
  await untilTitle(lab, 'Good night');
  await untilApplication(lab, { health: 'Healthy', revision: written.commit });
  story.hop({
    id: 'newer-build-goes-through',
    what: 'the next build is newer and goes through: the page says “Good night”',
    look: { commit: `${short(written.commit)} ${written.subject}` },
  });
}

/** Has argo-updater look once more, and waits until it has decided to hold the image. */
async function lookAgain({ controller, signal }: Lab): Promise<void> {
  const before = await controller.decisions('held');
  await controller.reconcile('web');
  await until({ what: 'argo-updater has looked again and held the image', signal }, async () =>
    (await controller.decisions('held')) > before ? true : undefined,
  );
}
