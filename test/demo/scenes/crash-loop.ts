import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../stage/until.js';
import { startVisitor, untilTitle } from './page.js';
import { buildAndAnnounce, type Scene, short, titleFile, untilApplication, untilCommitted } from './steps.js';

const broken = `if (process.env.SHOP_DATABASE === undefined) throw new Error('SHOP_DATABASE is not set');\n`;

/** A version whose tests pass and that does not start: people are told, the old version comes back, and visitors notice nothing. */
export async function surviveACrashLoop(scene: Scene, title: string): Promise<void> {
  const visitor = startVisitor(scene.lab);
  try {
    await recover(scene, await crash(scene));
    await untilTitle(scene.lab, title);
  } finally {
    await visitor.leave();
  }
  const titles = [...(await visitor.leave())];
  if (titles.join() !== title) throw new Error(`visitors saw something else: ${titles.join(', ')}`);
  scene.story.hop({
    id: 'nobody-noticed',
    what: `the Application is healthy; the page said “${title}” all the time`,
    look: { url: scene.lab.pageUrl },
  });
}

/** Gives the commit that deploys the version. */
async function crash(scene: Scene): Promise<string> {
  const { lab, story } = scene;
  const { application, alerts, manifests, signal } = lab;
  const before = await manifests.pull();
  const server = await readFile(join(application.folder, 'server.mjs'), 'utf8');
  const files = { ...titleFile('Good grief'), 'server.mjs': broken + server };
  const commit = await application.commit('Need a database', files);
  await buildAndAnnounce(scene, commit);
  const written = await untilCommitted(lab, before);
  story.hop({
    id: 'crashing-version-committed',
    what: 'a version that ends as soon as it starts is built and committed',
    look: { commit: `${short(commit)} “Need a database”`, manifests: short(written.commit) },
  });
  const waiting = { what: 'people are told', signal };
  const alert = await until(waiting, () => alerts.received.find(({ kind }) => kind === 'failed'));
  const what = `people are told that ${alert.application} failed`;
  story.hop({ id: 'people-told', what, look: { reason: alert.reason } });
  return written.commit;
}

/** The failed version goes, and the one before it comes back, by a commit of argo-updater. */
async function recover({ lab, story }: Scene, failed: string): Promise<void> {
  const reverted = await untilCommitted(lab, failed);
  story.hop({
    id: 'reverted-by-updater',
    what: 'argo-updater puts the old version back by a commit of its own',
    look: { commit: `${short(reverted.commit)} ${reverted.subject}` },
    shown: reverted.diff,
  });
  await untilApplication(lab, { health: 'Healthy', revision: reverted.commit });
}
