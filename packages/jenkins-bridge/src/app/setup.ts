import type { CallOptions, CredentialStore, Jenkins } from '../core/jenkins/jenkins.js';
import { isJenkinsError } from '../core/jenkins/jenkins-error.js';
import { folderOf, jobSegments } from '../core/jenkins/job-name.js';
import type { Pipeline } from '../core/pipeline/pipeline.js';
import { credentialDifferences, credentialXml, type WantedCredential } from '../core/setup/credential-xml.js';
import { type LibrarySource, libraryAsCode, wantedFolder } from '../core/setup/folder-wanted.js';
import { wantedJob } from '../core/setup/job-wanted.js';
import { findPlugins, requiredPlugins } from '../core/setup/required-plugins.js';
import { SetupError } from '../core/setup/setup-error.js';
import type { SetupPlan, SetupStep } from '../core/setup/setup-plan.js';
import { ensureXml, type Wanted } from '../core/xml/ensure-xml.js';
import { parseXml } from '../core/xml/parse-xml.js';
import { printXml } from '../core/xml/print-xml.js';

/** How Jenkins is to be. */
export interface SetupRequest {
  readonly pipeline: Pipeline;
  /** The full name of the job. Folders that are missing are made. */
  readonly job: string;
  readonly repository: string;
  readonly scriptPath: string;
  readonly credentials: readonly WantedCredential[];
  /** Where they are kept: for all, or for the folder of the job. */
  readonly store: CredentialStore;
  readonly library?: LibrarySource | undefined;
  /** Write credentials again, whether they differ or not. */
  readonly rotate?: boolean | undefined;
}

/** Looks at a Jenkins, and says what there is to do. It changes nothing. */
export async function planSetup(
  jenkins: Jenkins,
  request: SetupRequest,
  options: CallOptions = {},
): Promise<SetupPlan> {
  const { pipeline, job, library } = request;
  const folders = foldersOf(job);
  const steps: SetupStep[] = [];
  for (const folder of folders) {
    const wanted = wantedFolder(folder === folders.at(-1) ? library : undefined);
    steps.push(...(await planItem(jenkins, { what: 'folder', name: folder, wanted }, options)));
  }
  for (const wanted of request.credentials)
    steps.push(...(await planCredential(jenkins, { ...request, wanted }, options)));
  steps.push(...(await planItem(jenkins, { what: 'job', name: job, wanted: wantedJob(request) }, options)));
  const use = {
    folder: folders.length > 0,
    library: library !== undefined,
    sshKey: request.credentials.some(({ kind }) => kind === 'ssh-key'),
  };
  const found = await readPlugins(jenkins, options);
  return {
    steps,
    plugins: found === undefined ? [] : findPlugins(found, requiredPlugins(pipeline, use)),
    notes: [
      ...(found === undefined ? ['The user may not see the plugins: whether they fit was not looked at.'] : []),
      ...notesFor(request),
    ],
  };
}

/** Does what a plan says, in its order. Refused where a plugin is missing without which builds fail. */
export async function applySetup(
  jenkins: Jenkins,
  { steps, plugins }: SetupPlan,
  { onStep, ...options }: CallOptions & { readonly onStep?: ((step: SetupStep) => void) | undefined } = {},
): Promise<void> {
  const missing = plugins
    .filter(({ need }) => need === 'required')
    .map(({ name, from }) => (from === undefined ? name : `${name} ${from}`));
  if (missing.length > 0) {
    throw new SetupError('setup-plugins-missing', `Plugins are missing or too old: ${missing.join(', ')}`, {
      hint: `Install them: jenkins-plugin-cli --plugins ${missing.join(' ').replaceAll(/ (\d)/g, ':$1')}`,
    });
  }
  for (const step of steps) {
    onStep?.(step);
    await applyStep(jenkins, step, options);
  }
}

async function applyStep(jenkins: Jenkins, step: SetupStep, options: CallOptions): Promise<void> {
  if (step.kind === 'item') {
    if (step.action === 'create') await jenkins.create(step.name, step.xml, options);
    else await jenkins.update(step.name, step.xml, options);
    return;
  }
  const xml = credentialXml(step.wanted);
  if (step.action === 'create') await jenkins.createCredential(step.store, xml, options);
  else await jenkins.updateCredential({ store: step.store, id: step.wanted.id }, xml, options);
}

/** The folders around a job, from the outermost. */
function foldersOf(job: string): readonly string[] {
  const segments = jobSegments(job).slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

interface ItemWish {
  readonly what: 'folder' | 'job';
  readonly name: string;
  readonly wanted: Wanted;
}

async function planItem(
  jenkins: Jenkins,
  { what, name, wanted }: ItemWish,
  options: CallOptions,
): Promise<readonly SetupStep[]> {
  const text = await jenkins.configuration(name, options);
  const existing = text === undefined ? undefined : parseXml(text);
  const root = 'name' in wanted ? wanted.name : '';
  if (existing !== undefined && existing.name !== root) {
    throw new SetupError(
      'setup-wrong-kind',
      `${name} is there already and is no ${what === 'job' ? 'Pipeline' : 'folder'}: ${existing.name}`,
      {
        hint: 'Give another name with --job.',
      },
    );
  }
  const ensured = ensureXml(existing, wanted);
  if (existing !== undefined && ensured.differences.length === 0) return [];
  const action = existing === undefined ? 'create' : 'update';
  return [{ kind: 'item', what, name, action, differences: ensured.differences, xml: printXml(ensured.root) }];
}

async function planCredential(
  jenkins: Jenkins,
  { wanted, store, rotate }: SetupRequest & { readonly wanted: WantedCredential },
  options: CallOptions,
): Promise<readonly SetupStep[]> {
  const kept = await jenkins.credential({ store, id: wanted.id }, options);
  if (kept === undefined) return [{ kind: 'credential', store, action: 'create', differences: [], wanted }];
  const differences = credentialDifferences(kept.xml, wanted);
  if (differences.length === 0 && rotate !== true) return [];
  return [
    {
      kind: 'credential',
      store,
      action: 'update',
      differences: differences.length > 0 ? differences : ['is written again'],
      wanted,
    },
  ];
}

async function readPlugins(jenkins: Jenkins, options: CallOptions) {
  try {
    return await jenkins.plugins(options);
  } catch (error) {
    if (isJenkinsError(error, 'jenkins-forbidden', 'jenkins-unsupported', 'jenkins-refused')) return undefined;
    throw error;
  }
}

function notesFor({ pipeline, repository, job, library }: SetupRequest): readonly string[] {
  const notes: string[] = [];
  const { triggers } = pipeline.source;
  if (triggers.length > 0) {
    notes.push(`Triggers work once ${job} has run: start the first build with jenkins-bridge build ${job}.`);
  }
  if (triggers.some((one) => one.kind === 'webhook' && one.from === 'notify-commit')) {
    const query = `url=${encodeURIComponent(repository)}&branches=${encodeURIComponent(pipeline.source.branch)}`;
    notes.push(
      `Let the Git server call <Jenkins>/git/notifyCommit?${query}&token=TOKEN. An administrator makes the token under Manage Jenkins, Security, Git plugin notifyCommit access tokens.`,
    );
  }
  if (library !== undefined && folderOf(job) === undefined) {
    notes.push(`A library for all jobs is configured by an administrator, as code:\n${libraryAsCode(library)}`);
  }
  return notes;
}
