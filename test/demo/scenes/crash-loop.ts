import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../stage/until.js';
import { untilTitle } from './page.js';
import { buildAndAnnounce, type Scene, short, titleFile, untilApplication, untilCommitted } from './steps.js';

const broken = `if (process.env.SHOP_DATABASE === undefined) throw new Error('SHOP_DATABASE is not set');\n`;

/** A version whose tests pass and that does not start: people are told. Gives the commit that deploys it. */
export async function crash(scene: Scene): Promise<string> {
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
export async function recover(
  scene: Scene,
  failed: { readonly commit: string; readonly title: string },
): Promise<void> {
  const { lab, story } = scene;
  const reverted = await untilCommitted(lab, failed.commit);
  story.hop({
    id: 'reverted-by-updater',
    what: 'argo-updater puts the old version back by a commit of its own',
    look: { commit: `${short(reverted.commit)} ${reverted.subject}` },
    shown: reverted.diff,
  });
  await untilApplication(lab, { health: 'Healthy', revision: reverted.commit });
  await untilTitle(lab, failed.title);
  story.hop({
    id: 'healthy-again',
    what: `the Application is healthy; the page said “${failed.title}” all the time`,
    look: { url: lab.pageUrl },
  });
}
