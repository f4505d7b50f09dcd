import type { GitRepository } from '@towline/shared/ports';
import type { ApplicationReading } from '../../core/application/application-reading.js';
import { ManifestsError } from './manifests-error.js';
import { isManifestFile, readDocuments } from './read-documents.js';

/** Which files of which branch hold the Applications. */
export interface ApplicationRepository {
  readonly repository: GitRepository;
  /** As it is written into write targets, where an Application is changed in its own manifest. */
  readonly url: string;
  /** The default branch where absent. */
  readonly branch?: string | undefined;
  /** A folder; all of the repository where absent. */
  readonly folder?: string | undefined;
}

/** Reads the Applications of a branch: one snapshot, and all of its manifests in one batch. */
export async function readRepository(
  { repository, url, folder, ...given }: ApplicationRepository,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ApplicationReading> {
  const branch = given.branch ?? (await repository.defaultBranch({ signal }));
  const snapshot = await repository.snapshot(branch, { signal });
  if (snapshot === undefined) throw new ManifestsError('manifests-branch-missing', `${url} has no branch ${branch}`);
  const entries = await snapshot.list(folder, { signal });
  const paths = entries.flatMap(({ kind, path }) => (isFile(kind) && isManifestFile(path) ? [path] : []));
  if (folder !== undefined && entries.length === 0) {
    throw new ManifestsError('manifests-unreadable', `${url} has no folder ${folder} on the branch ${branch}`);
  }
  const contents = await snapshot.read(paths, { signal });
  const decoder = new TextDecoder();
  const files = [...contents].map(([path, bytes]) => ({ path, text: decoder.decode(bytes) }));
  return readDocuments(files, { url, branch });
}

function isFile(kind: string): boolean {
  return kind === 'file' || kind === 'executable';
}
