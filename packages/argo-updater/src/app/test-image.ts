import { formatPlatform, wantsPlatform } from '@towline/shared/image';
import { type Candidate, compilePolicy, factsNeeded, type Refusal } from '@towline/shared/policy';
import type { CandidateLister, ImageInspector } from '@towline/shared/ports';
import { manageImages } from '../core/application/images/manage-images.js';
import type { ManagedImage } from '../core/application/images/managed-image.js';
import type { ApplicationSettings, UpdateSettings } from '../core/application/settings.js';
import { explainChoice } from '../core/plan/selection.js';
import { whyChosen } from '../core/plan/why.js';
import { TestImageError } from './test-image-error.js';

/** An image, and the policy to try on it. */
export interface ImageTest {
  /** `name[:constraint]`. */
  readonly image: string;
  readonly settings: UpdateSettings;
}

/** What the policy made of the tags of the image. */
export interface ImageTestReport {
  readonly image: string;
  readonly strategy: string;
  /** How many tags were judged. */
  readonly tags: number;
  /** Undefined where no tag came through. */
  readonly chosen: Candidate | undefined;
  /** Completes “it is …”. */
  readonly why: string | undefined;
  /** Every other tag, with the first rule that refused it. */
  readonly refusals: readonly Refusal[];
  /** Wanted platforms that the chosen image lacks. */
  readonly missing: readonly string[];
}

/** What {@link testImage} works with. */
export interface ImageTestPorts {
  readonly registry: CandidateLister & ImageInspector;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * Lists the tags of an image and judges them by a policy, as a pass would, without any Application. Throws a {@link TestImageError} for
 * an image or a policy that cannot be read.
 */
export async function testImage(test: ImageTest, { registry, now, signal }: ImageTestPorts): Promise<ImageTestReport> {
  const image = readTestedImage(test);
  const { policy, repository, pullSecret: credentials } = image;
  const reading = compilePolicy(policy);
  if (reading.kind === 'refused') throw refusedPolicy(reading.findings);
  const candidates = await registry.candidates({
    repository,
    demand: factsNeeded(reading.policy),
    credentials,
    signal,
  });
  const { chosen, refusals } = explainChoice({ policy, candidates, history: undefined });
  return {
    image: image.name,
    strategy: policy.order.kind,
    tags: candidates.length,
    chosen,
    why: chosen && whyChosen(policy, chosen, { now: now(), history: undefined }).rule,
    refusals,
    missing: chosen ? await missingPlatforms(image, chosen, { registry, signal }) : [],
  };
}

/** Read as an Application would say it, so that the command can promise what a pass does. */
function readTestedImage({ image, settings }: ImageTest): ManagedImage {
  const { images, findings } = manageImages({ settings: settingsOf(image, settings), annotations: {}, compat: false });
  const [found] = images;
  if (found === undefined) {
    const [{ message, fix } = { message: 'it is empty', fix: undefined }] = findings;
    throw new TestImageError('test-image-invalid', `The image ${image} cannot be read: ${message}`, { hint: fix });
  }
  if (found.policy.order.kind === 'commit') {
    throw new TestImageError('test-strategy', 'The commit strategy needs the history of a source repository', {
      hint: 'Name the Application: argo-updater explain APPLICATION shows each tag with its commit.',
    });
  }
  return found;
}

function settingsOf(imageName: string, common: UpdateSettings): ApplicationSettings {
  const place = { images: 'IMAGE', image: () => 'IMAGE', writeBack: () => 'IMAGE' };
  return { images: [{ alias: '', imageName }], common, writeBack: {}, verification: undefined, own: {}, place };
}

function refusedPolicy(
  findings: readonly { readonly path: string; readonly problem: string; readonly hint?: string | undefined }[],
) {
  const text = findings.map(({ path, problem }) => `${path} ${problem}`).join('; ');
  return new TestImageError('test-policy-invalid', `The policy cannot be read: ${text}`, { hint: findings[0]?.hint });
}

async function missingPlatforms(
  { platforms, repository, pullSecret: credentials }: ManagedImage,
  { tag }: Candidate,
  { registry, signal }: Pick<ImageTestPorts, 'registry' | 'signal'>,
): Promise<readonly string[]> {
  if (platforms.length === 0) return [];
  const reference = { kind: 'tag', tag } as const;
  const facts = await registry.inspect({ repository, reference, depth: 'platforms', credentials, signal });
  const built = facts?.platforms ?? [];
  return platforms.filter((wanted) => !built.some((one) => wantsPlatform([wanted], one))).map(formatPlatform);
}
