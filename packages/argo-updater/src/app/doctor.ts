import { isCodedError } from '@towline/shared/errors';
import { formatRepository, type ImageRepository } from '@towline/shared/image';
import { compilePolicy } from '@towline/shared/policy';
import type { CandidateLister, GitRepository, ImageInspector } from '@towline/shared/ports';
import { applicationKey } from '../core/application/application.js';
import type { ApplicationReading } from '../core/application/application-reading.js';
import type { ManagedImage } from '../core/application/images/managed-image.js';
import { manageApplications } from '../core/application/manage-applications.js';
import type { ApplicationSelection, ManagedApplication } from '../core/application/managed-application.js';
import type { GitWriteTarget } from '../core/application/write-back/write-target.js';
import { type KubernetesPermission, neededPermissions, type PermissionPlaces } from './needed-permissions.js';

/** What was looked at, what was found, and what to do about it. */
export interface Check {
  readonly area: 'applications' | 'registry' | 'git' | 'kubernetes' | 'argocd';
  /** `registry.example/team/web`, `https://git.example/manifests.git`. */
  readonly subject: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  readonly fix?: string | undefined;
}

/** What {@link doctor} looks through. */
export interface DoctorPorts {
  readonly readApplications: () => Promise<ApplicationReading>;
  readonly registry: CandidateLister & ImageInspector;
  readonly openRepository: (target: GitWriteTarget) => Promise<Pick<GitRepository, 'head' | 'defaultBranch'>>;
  /** Undefined where no cluster is used. */
  readonly isAllowed?: ((permission: KubernetesPermission) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
}

/** What the checks go by. */
export interface DoctorOptions extends PermissionPlaces {
  readonly compat: boolean;
}

/**
 * Looks at everything that a pass needs, without changing anything: whether the Applications can be read and their settings hold, each image
 * repository be listed, each manifest repository be reached, and the Kubernetes API be used. A check that fails stops no other.
 */
export async function doctor(ports: DoctorPorts, options: DoctorOptions): Promise<readonly Check[]> {
  const permissions = await checkPermissions(ports, options);
  const reading = await attempt(ports, () => ports.readApplications());
  if (reading.kind === 'failed')
    return [...permissions, { area: 'applications', subject: 'Applications', ...reading.check }];
  const selection = manageApplications({ ...reading.value, ...options });
  const repositories = await Promise.all([checkRegistries(ports, selection), checkGit(ports, selection)]);
  return [...permissions, ...checkSettings(reading.value, selection), ...repositories.flat(), ...checkSync(selection)];
}

type Verdict = Pick<Check, 'status' | 'message' | 'fix'>;
type Attempt<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly check: Verdict };

const ok = (message: string): Verdict => ({ status: 'ok', message });

async function attempt<Value>({ signal }: DoctorPorts, work: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    if (!isCodedError(error)) throw error;
    return {
      kind: 'failed',
      check: { status: 'failed', message: `${error.message} (${error.code})`, fix: error.hint },
    };
  }
}

function checkSettings({ applications }: ApplicationReading, { managed, skipped, findings }: ApplicationSelection) {
  const count: Check = {
    area: 'applications',
    subject: 'Applications',
    status: managed.length === 0 ? 'warning' : 'ok',
    message: `${managed.length} of ${applications.length} are kept up to date`,
    fix: managed.length === 0 ? 'Write the annotations of one: argo-updater init MANIFEST.' : undefined,
  };
  const wrong = [
    ...findings.map((finding) => ({ finding, subject: 'ImageUpdaters' })),
    ...[...skipped, ...managed].flatMap((one) =>
      one.findings.map((finding) => ({ finding, subject: applicationKey(one.application) })),
    ),
  ];
  return [
    count,
    ...wrong.map(({ finding: { severity, at, message, fix }, subject }): Check => {
      const status = severity === 'error' ? 'failed' : 'warning';
      return { area: 'applications', subject, status, message: `${at}: ${message}`, fix };
    }),
  ];
}

async function checkRegistries(ports: DoctorPorts, { managed }: ApplicationSelection): Promise<readonly Check[]> {
  const images = new Map<string, ManagedImage>();
  for (const image of managed.flatMap((one) => one.images)) {
    const key = JSON.stringify([image.repository, image.pullSecret, needsImages(image)]);
    if (!images.has(key)) images.set(key, image);
  }
  return Promise.all([...images.values()].map((image) => checkRepository(ports, image)));
}

async function checkRepository(ports: DoctorPorts, image: ManagedImage): Promise<Check> {
  const { repository } = image;
  const outcome = await attempt(ports, () => askRepository(ports, image, repository));
  const verdict = outcome.kind === 'failed' ? outcome.check : ok(outcome.value);
  return { area: 'registry', subject: formatRepository(repository), ...verdict };
}

/** Asks what a pass would ask, of one image at most. */
async function askRepository({ registry, signal }: DoctorPorts, image: ManagedImage, repository: ImageRepository) {
  const credentials = image.pullSecret;
  const candidates = await registry.candidates({ repository, demand: { kind: 'names' }, credentials, signal });
  const last = [...candidates].at(-1);
  const listed = `${candidates.length} tags can be listed`;
  if (last === undefined || !needsImages(image)) return listed;
  await registry.inspect({ repository, reference: { kind: 'tag', tag: last.tag }, depth: 'all', credentials, signal });
  return `${listed}, and images be read`;
}

/** Whether names alone are not enough. */
function needsImages({ policy, platforms, pin }: ManagedImage): boolean {
  const reading = compilePolicy(policy);
  const kind = reading.kind === 'policy' ? reading.policy.source.order.kind : undefined;
  return kind === 'newest-build' || kind === 'commit' || kind === 'digest' || platforms.length > 0 || pin === 'digest';
}

async function checkGit(ports: DoctorPorts, { managed }: ApplicationSelection): Promise<readonly Check[]> {
  const targets = new Map<string, GitWriteTarget>();
  for (const { writeTarget } of managed) {
    if (writeTarget.kind !== 'git') continue;
    targets.set(JSON.stringify([writeTarget.repository, writeTarget.credentials, writeTarget.base]), writeTarget);
  }
  return Promise.all(
    [...targets.values()].map(async (target): Promise<Check> => {
      const outcome = await attempt(ports, () => findBranch(ports, target));
      return {
        area: 'git',
        subject: target.repository,
        ...(outcome.kind === 'failed' ? outcome.check : outcome.value),
      };
    }),
  );
}

async function findBranch({ openRepository, signal }: DoctorPorts, target: GitWriteTarget): Promise<Verdict> {
  const repository = await openRepository(target);
  const branch = target.base.kind === 'named' ? target.base.name : await repository.defaultBranch({ signal });
  if ((await repository.head(branch, { signal })) !== undefined) return ok(`${branch} can be read`);
  const message = `there is no branch ${branch}`;
  return { status: 'failed', message, fix: 'Make the branch, or name another one in git-branch.' };
}

async function checkPermissions(ports: DoctorPorts, places: PermissionPlaces): Promise<readonly Check[]> {
  const { isAllowed } = ports;
  if (isAllowed === undefined) return [];
  return Promise.all(
    uniquePermissions(places).map(async (permission): Promise<Check> => {
      const { verb, group, resource, subresource, name, namespace } = permission;
      const where = namespace === undefined ? 'in all namespaces' : `in ${namespace}`;
      const what = `${resource}${subresource === undefined ? '' : `/${subresource}`}`;
      const subject = [verb, what, name, where].filter((word) => word !== undefined).join(' ');
      const outcome = await attempt(ports, () => isAllowed(permission));
      if (outcome.kind === 'failed') return { area: 'kubernetes', subject, ...outcome.check };
      if (outcome.value) return { area: 'kubernetes', subject, ...ok('allowed') };
      const fix = `Give the role of this identity the verb ${verb} on ${what} of the API group ${JSON.stringify(group)} ${where}.`;
      return { area: 'kubernetes', subject, status: 'failed', message: 'not allowed', fix };
    }),
  );
}

/** Argo CD is mostly in one of the namespaces of Applications. */
function uniquePermissions(places: PermissionPlaces): readonly KubernetesPermission[] {
  return [...new Map(neededPermissions(places).map((one) => [JSON.stringify(one), one])).values()];
}

/** What is written is not deployed by itself where Argo CD does not sync. */
function checkSync({ managed }: ApplicationSelection): readonly Check[] {
  return managed.filter(isManual).map(({ application }) => ({
    area: 'argocd',
    subject: applicationKey(application),
    status: 'warning',
    message: 'Argo CD does not sync it by itself, so a new image waits for a person',
    fix: 'Set spec.syncPolicy.automated, or sync by hand after each update.',
  }));
}

function isManual({ application }: ManagedApplication): boolean {
  return !application.automated;
}
