import { untilAnswered } from './page.js';
import { registryTags, type Scene, short } from './steps.js';

/** A commit whose test fails comes no further than the pipeline. */
export async function failATest({ lab, story }: Scene): Promise<void> {
  const { application } = lab;
  // Nothing can be pushed before its test has run: the tags are looked up meanwhile.
  const [before, shownBefore, commit] = await Promise.all([
    registryTags(lab),
    untilAnswered(lab),
    application.commit('Lose the title', { 'title.txt': '\n' }),
  ]);
  const { result, log } = await lab.pipeline.ended(commit);
  if (result === 'SUCCESS') throw new Error('the build of a commit whose test fails succeeded');
  const failed = log
    .split('\n')
    .filter((line) => /^\s*not ok|✖/.test(line))
    .slice(0, 2);
  story.hop({
    id: 'test-failed',
    what: 'a test fails, and so does the build',
    look: { commit: `${short(commit)} “Lose the title”`, result },
    ...(failed.length > 0 && { shown: failed.join('\n') }),
  });
  const after = await registryTags(lab);
  if (after.join() !== before.join() || after.includes(commit))
    throw new Error(`the registry has other tags than before: ${after.join(', ')}`);
  const now = await untilAnswered(lab);
  if (now.title !== shownBefore.title) throw new Error('the page has changed');
  story.hop({
    id: 'nothing-pushed',
    what: 'nothing was pushed: the registry has the tags that it had',
    look: { tags: after.map((tag) => tag.slice(0, 12)).join(', ') },
  });
}
