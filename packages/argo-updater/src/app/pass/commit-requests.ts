import type { CommitRequest, FileChange } from '@towline/shared/ports';
import { type ApplicationName, applicationKey } from '../../core/application/application.js';
import { commitMessage, rollbackMessage, splitMessage } from '../../core/message/commit-message.js';
import { changeTrailers } from '../../core/message/trailers.js';
import { imageChanges } from '../../core/plan/image-changes.js';
import type { ApplicationPlan, FileEdit } from '../../core/plan/plan.js';
import type { CommitStyle } from './ports.js';

/** The plan of an Application that writes files. */
export interface FilesPlan extends ApplicationPlan {
  readonly write: Extract<ApplicationPlan['write'], { readonly kind: 'files' }>;
}

/** Whether a plan writes files. */
export function writesFiles(plan: ApplicationPlan): plan is FilesPlan {
  return plan.write.kind === 'files';
}

/** The commits of these plans, which go to one branch: one for each Application in their order, or one for all. */
export function commitRequests(plans: readonly FilesPlan[], style: CommitStyle): readonly CommitRequest[] {
  const commits = plans.map((plan) => commitOf(plan, style));
  const [first] = commits;
  if (!style.batch || first === undefined || commits.length === 1) return commits.map((one) => signedOff(one, style));
  const batch = {
    message: messageOf(plans, style),
    trailers: commits.flatMap(({ trailers = [] }) => trailers),
    author: style.author,
    changes: lastOfEach(commits.flatMap(({ changes }) => changes)),
  };
  return [signedOff(batch, style)];
}

/** One message for all of these plans: the message of a batch, and the text of a pull request. */
export function messageOf(plans: readonly ApplicationPlan[], style: CommitStyle): string {
  const messages = plans.map((plan) => ({ name: plan.application, text: messageOfOne(plan, style) }));
  const [only] = messages;
  if (messages.length === 1 && only !== undefined) return only.text;
  const parts = messages.map(({ name, text }) => partOf(name, text));
  return [`build: automatic update of ${messages.length} applications`, ...parts].join('\n\n');
}

function messageOfOne({ application, images }: ApplicationPlan, { template, rollback }: CommitStyle): string {
  if (rollback !== undefined) return rollbackMessage(application, imageChanges(images), rollback.reason);
  return commitMessage(template, { appName: application.name, changes: imageChanges(images) }).text;
}

function partOf(name: ApplicationName, text: string): string {
  const { headline, body } = splitMessage(text);
  return `${applicationKey(name)}: ${headline}${body === '' ? '' : `\n${body}`}`;
}

function commitOf(plan: FilesPlan, style: CommitStyle): CommitRequest {
  return {
    message: messageOfOne(plan, style),
    trailers: changeTrailers(
      plan.application,
      imageChanges(plan.images),
      style.rollback === undefined ? 'image' : 'rollback',
    ),
    author: style.author,
    changes: plan.write.files.map(toChange),
  };
}

function toChange({ path, after }: FileEdit): FileChange {
  return { kind: 'write', path, content: new TextEncoder().encode(after) };
}

/** What a later Application leaves behind has in it what an earlier one did. */
function lastOfEach(changes: readonly FileChange[]): readonly FileChange[] {
  return [...new Map(changes.map((change) => [change.path, change])).values()];
}

function signedOff(commit: CommitRequest, { signOff, author }: CommitStyle): CommitRequest {
  if (!signOff) return commit;
  const line = ['Signed-off-by', `${author.name} <${author.email}>`] as const;
  return { ...commit, trailers: [...(commit.trailers ?? []), line] };
}
