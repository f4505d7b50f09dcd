import { parseGitSha } from '@towline/shared/image';
import type { Application, ApplicationStatus } from '../../../core/application/application.js';
import type { DecidedImage } from '../../../core/live/decided-image.js';
import { liveApplication } from '../../../core/outcome/testdata/live-application.js';
import type { Decision, LastDelivery } from '../../live/ports.js';

/** The repository of all images of these tests. */
export const repository = 'registry.example.com/shop/web';

/** The source commit of all images. */
export const source = 'a'.repeat(40);

const sha = parseGitSha('c'.repeat(40));
if (sha === undefined) throw new Error('no commit');

/** The manifest commit of all deliveries. */
export const commit = sha;

/** A live Application that runs a tag. */
export function application(
  tag: string,
  status: Partial<ApplicationStatus> = {},
  resourceVersion = '1',
): Application {
  return {
    ...liveApplication('web', { images: [`${repository}:${tag}`], ...status }),
    origin: { kind: 'cluster', uid: 'u', resourceVersion },
  };
}

/** A decision for a tag. */
export function image(wantedTag: string, more: Partial<DecidedImage> = {}): DecidedImage {
  return {
    label: 'web',
    repository,
    state: 'change',
    deployed: '1.0',
    wanted: wantedTag,
    why: 'it is the highest version',
    wantedTag,
    wantedDigest: undefined,
    revision: source,
    rule: undefined,
    ...more,
  };
}

/** What a pass came to. */
export function decision(
  images: readonly DecidedImage[],
  { delivery, live, at }: { readonly delivery: LastDelivery | undefined; readonly live: Application; readonly at: number },
): Decision {
  const isProposed = delivery?.kind === 'requested';
  return { application: live, images, pushedAt: new Map(), delivery, isProposed, takesBack: false, at };
}

/** Lets everything run that waits for nothing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
