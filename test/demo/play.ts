import { crash } from './scenes/crash-loop.js';
import { deliver } from './scenes/delivery.js';
import { repairDrift, scaleByHand } from './scenes/drift.js';
import { failATest } from './scenes/failing-test.js';
import { pushACommit } from './scenes/push.js';
import { revertSticks } from './scenes/revert.js';
import { setUp } from './scenes/set-up.js';
import type { Scene } from './scenes/steps.js';
import type { Lab } from './stage/lab.js';
import type { Story } from './story/story.js';

/** Plays all scenes, in their order; each begins where the one before it ended. */
export async function play(story: Story, build: () => Promise<Lab>): Promise<Lab> {
  story.scene('Everything starts');
  const lab = await build();
  const scene: Scene = { lab, story };
  await setUp(scene);
  story.scene('git push');
  const title = 'Good evening';
  const commit = await pushACommit(scene, title);
  story.scene('From the registry to the page');
  const written = await deliver(scene, { commit, title });
  story.scene('A test fails');
  await failATest(scene);
  story.scene('A revert sticks');
  await revertSticks(scene, { commit: written, title: 'Good morning' });
  story.scene('A person changes the manifests');
  const pids = await scaleByHand(scene);
  story.scene('A process is killed');
  await repairDrift(scene, pids);
  story.scene('A version does not start');
  await crash(scene);
  return lab;
}
