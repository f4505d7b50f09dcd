import { surviveACrashLoop } from './scenes/crash-loop.js';
import { deliver } from './scenes/delivery.js';
import { repairDrift, scaleByHand } from './scenes/drift.js';
import { failATest } from './scenes/failing-test.js';
import { pushACommit } from './scenes/push.js';
import { revertSticks } from './scenes/revert.js';
import { setUp } from './scenes/set-up.js';
import type { Scene } from './scenes/steps.js';
import type { Lab } from './stage/lab.js';
import type { Story } from './story/story.js';

/** What a play is given. */
export interface Playing {
  readonly story: Story;
  readonly build: () => Promise<Lab>;
  /** Waited for before each scene but the first. */
  readonly pause: () => Promise<void>;
}

/** Plays all scenes, in their order; each begins where the one before it ended. */
export async function play({ story, build, pause }: Playing): Promise<Lab> {
  story.scene('Everything starts');
  const lab = await build();
  const scene: Scene = { lab, story };
  await setUp(scene);
  const next = async (title: string): Promise<void> => {
    await pause();
    story.scene(title);
  };
  await next('git push');
  const title = 'Good evening';
  const commit = await pushACommit(scene, title);
  await next('From the registry to the page');
  const written = await deliver(scene, { commit, title });
  await next('A test fails');
  await failATest(scene);
  await next('A revert sticks');
  await revertSticks(scene, { commit: written, title: 'Good morning' });
  await next('A person changes the manifests');
  const pids = await scaleByHand(scene);
  await next('A process is killed');
  await repairDrift(scene, pids);
  await next('A version does not start');
  await surviveACrashLoop(scene, 'Good night');
  return lab;
}
