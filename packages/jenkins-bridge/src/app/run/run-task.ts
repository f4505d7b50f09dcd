import type { Digest } from '@towline/shared/image';
import type { RunTask } from '../../core/run/run-stage.js';
import { runAfterStep } from './after-step.js';
import { buildPart } from './build-part.js';
import { publishImages } from './publish-images.js';
import { runCommands } from './run-commands.js';
import type { StageEnd, StageScope } from './run-context.js';
import { scanImages } from './scan-images.js';

/** What is known of parts that were built, by their tags below their repositories. */
export type BuiltDigests = Map<object, Digest | undefined>;

/** Does what a stage is there for. */
export async function runTask(task: RunTask, scope: StageScope, built: BuiltDigests): Promise<StageEnd> {
  switch (task.kind) {
    case 'source':
      await tellSource(scope);
      return 'success';
    case 'commands':
      return runCommands(task, scope);
    case 'build':
      built.set(task.part, await buildPart(task.part, scope));
      return 'success';
    case 'scan':
      await scanImages(task.scan, task.images, scope);
      return 'success';
    case 'approval':
      await scope.approve(task.approval.message);
      return 'success';
    case 'publish': {
      const images = task.images.map((image) => {
        const [only, ...others] = image.parts;
        return { image, digest: only === undefined || others.length > 0 ? undefined : built.get(only) };
      });
      await publishImages(images, scope);
      return 'success';
    }
    case 'after':
      return runAfterStep(task.step, scope);
  }
}

async function tellSource({ context, take }: StageScope): Promise<void> {
  const { facts, folder } = context.checkout;
  const { sha, branch, url, uncommitted } = facts;
  await take(`${sha}${branch === undefined ? '' : ` on ${branch}`}${url === undefined ? '' : ` of ${url}`}`);
  await take(`in ${folder}`);
  if (uncommitted.length === 0) return;
  await take(`WARNING: ${uncommitted.length} files differ from the commit that the images are named after:`);
  for (const path of uncommitted.slice(0, 20)) await take(`  ${path}`);
}
