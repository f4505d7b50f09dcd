import { untilTitle } from './page.js';
import { buildAndAnnounce, type Scene, short, untilApplication } from './steps.js';

/** The first commit is on its way until the page answers: what all that follows begins with. */
export async function setUp(scene: Scene): Promise<void> {
  const { lab, story } = scene;
  story.hop({ id: 'lab-ready', what: 'everything that is needed runs on this machine', look: lab.addresses });
  const commit = await lab.application.git('rev-parse', 'HEAD');
  await buildAndAnnounce(scene, commit);
  const { title, pid } = await untilTitle(lab, 'Good morning');
  await untilApplication(lab, { health: 'Healthy' });
  story.hop({
    id: 'first-deployed',
    what: `the first commit is built and deployed: the page says “${title}”`,
    look: { commit: short(commit), url: lab.pageUrl, process: `${pid}, on this machine and without isolation` },
  });
}
