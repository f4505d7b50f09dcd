import type { GitSha } from '@towline/shared/image';
import { type AnnotationChanges, editAnnotations } from '../core/application/annotations/edit-annotations.js';
import { type Application, applicationKey } from '../core/application/application.js';
import { maxAttempts, pause } from './pass/delivery.js';
import { PassError } from './pass/pass-error.js';
import type { CommitStyle, PassPorts, Waiting } from './pass/ports.js';

/** Files of this machine, where Applications are read from a folder. */
export interface FilesPort {
  read(path: string): Promise<string>;
  /** Replaces the text of a file, as a whole or not at all. */
  write(path: string, text: string): Promise<void>;
}

/** What annotations are written with. */
export type AnnotatePorts = Pick<PassPorts, 'live' | 'repositories' | 'clock' | 'random'> & {
  readonly files: FilesPort;
};

/** A change of annotations, and the message where it becomes a commit. */
export interface Annotating {
  readonly application: Application;
  readonly changes: AnnotationChanges;
  readonly message: string;
  readonly author: CommitStyle['author'];
}

/** Where annotations were written. */
export type Annotated =
  | { readonly kind: 'live' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'committed'; readonly repository: string; readonly branch: string; readonly commit: GitSha };

/** Writes annotations where the Application was read: on the live one, into a file, or by a commit into the repository that it lives in. */
export async function annotate(ports: AnnotatePorts, change: Annotating, waiting: Waiting = {}): Promise<Annotated> {
  const { application, changes } = change;
  const { origin } = application;
  if (origin.kind === 'cluster') {
    if (ports.live === undefined) {
      throw new PassError(
        'delivery-unavailable',
        `${applicationKey(application)} lives in a cluster, and none is at hand`,
      );
    }
    await ports.live.annotate(application, changes, waiting);
    return { kind: 'live' };
  }
  if (origin.repository !== undefined) return commit(ports, { ...change, ...origin, ...origin.repository }, waiting);
  const { file } = origin;
  await ports.files.write(file, editAnnotations(await ports.files.read(file), origin, changes));
  return { kind: 'file', file };
}

interface Committing extends Annotating {
  readonly url: string;
  readonly branch: string;
  readonly file: string;
  readonly document: number;
  readonly path: readonly (string | number)[];
}

async function commit(ports: AnnotatePorts, change: Committing, waiting: Waiting): Promise<Annotated> {
  const { url, branch, file, author, message } = change;
  const repository = await ports.repositories.open({ repository: url, credentials: { kind: 'repocreds' } }, waiting);
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const onto = await repository.snapshot(branch, waiting);
    const bytes = (await onto?.read([file], waiting))?.get(file);
    if (onto === undefined || bytes === undefined) {
      throw new PassError('manifest-branch-missing', `${url} has no ${file} on the branch ${branch} any more`);
    }
    const text = editAnnotations(new TextDecoder().decode(bytes), change, change.changes);
    const changes = [{ kind: 'write', path: file, content: new TextEncoder().encode(text) }] as const;
    const outcome = await repository.push({ onto, commits: [{ message, author, changes }], ...waiting });
    if (outcome.kind === 'accepted') {
      const [made] = outcome.commits;
      return made === undefined ? { kind: 'file', file } : { kind: 'committed', repository: url, branch, commit: made };
    }
    if (outcome.reason !== 'branch-moved') throw new PassError('push-refused', outcome.message);
    await pause(ports, attempt, waiting.signal);
  }
  throw new PassError('push-overtaken', `${maxAttempts} pushes to ${branch} of ${url} came too late`);
}
