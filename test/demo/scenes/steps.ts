import { z } from 'zod';
import type { Lab } from '../stage/lab.js';
import type { BuildEnd } from '../stage/pipeline.js';
import { until } from '../stage/until.js';
import type { Story } from '../story/story.js';

/** What every scene has. */
export interface Scene {
  readonly lab: Lab;
  readonly story: Story;
}

/** A commit as people write it down. */
export const short = (commit: string): string => commit.slice(0, 12);

/** The file with the title of the page. */
export const titleFile = (title: string) => ({ 'title.txt': `${title}\n` });

/** Waits for the build of a commit that must succeed, and lets argo-updater know of the image. */
export async function buildAndAnnounce({ lab }: Scene, commit: string): Promise<void> {
  await built(lab, commit);
  await pushed(lab, commit);
  await lab.announce(commit);
}

/** Waits for the build of a commit. Throws where it does not succeed. */
export async function built(lab: Lab, commit: string): Promise<BuildEnd> {
  const end = await lab.pipeline.ended(commit);
  if (end.result === 'SUCCESS') return end;
  throw new Error(`the build of ${short(commit)} ended as ${end.result}:\n${end.log}`);
}

/** Waits until the registry has told of the push of a tag, where it tells of pushes. */
export async function pushed(lab: Lab, tag: string): Promise<void> {
  const { bus, signal } = lab;
  if (bus === undefined) return;
  await until({ what: `the registry tells of the push of ${short(tag)}`, signal }, () =>
    bus.held().some((push) => push.tag === tag) ? true : undefined,
  );
}

/** A commit in the manifest repository that is not a person's. */
export interface BotCommit {
  readonly commit: string;
  readonly subject: string;
  readonly diff: string;
}

/** Waits until the manifest repository has a commit after `before`. Throws where its diff is not one line. */
export async function untilCommitted(lab: Lab, before: string): Promise<BotCommit> {
  const { manifests, signal } = lab;
  await until({ what: 'argo-updater commits to the manifest repository', signal }, async () =>
    (await manifests.serverHead()) === before ? undefined : true,
  );
  const commit = await manifests.pull();
  const changes = await manifests.git('diff', '--numstat', before, commit);
  if (!/^1\t1\t[^\n]+$/.test(changes)) throw new Error(`the diff of ${short(commit)} is not one line:\n${changes}`);
  const subject = await manifests.git('log', '-1', '--format=%an: %s', commit);
  return { commit, subject, diff: await manifests.git('diff', '--unified=0', before, commit) };
}

/** Waits until the Application is in this state, and gives it. */
export async function untilApplication(lab: Lab, wanted: { readonly health: string; readonly revision?: string }) {
  const { cluster, namespace, signal } = lab;
  return until({ what: `the Application is ${wanted.health}`, signal }, async () => {
    const [application] = await cluster.applications(namespace);
    const { health, sync } = application?.status ?? {};
    const isThere = health?.status === wanted.health && sync?.status === 'Synced';
    return isThere && (wanted.revision === undefined || sync.revision === wanted.revision)
      ? { health: health.status, sync: sync.status, message: health.message ?? undefined }
      : undefined;
  });
}

const taggedSchema = z.object({ tag: z.string() });
const listingSchema = z.object({ chosen: taggedSchema, refusals: z.array(taggedSchema) });

/** The tags that the registry has. */
export async function registryTags(lab: Lab): Promise<readonly string[]> {
  const args = ['--update-strategy', 'alphabetical', '--all', '-o', 'json'];
  const { stdout } = await lab.updater('test', lab.image, ...args);
  const { chosen, refusals } = listingSchema.parse(JSON.parse(stdout));
  return [chosen, ...refusals].map(({ tag }) => tag).sort();
}
