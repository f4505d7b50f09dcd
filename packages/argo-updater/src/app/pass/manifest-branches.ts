import type { GitSnapshot } from '@towline/shared/ports';
import type { ManagedApplication } from '../../core/application/managed-application.js';
import type { GitWriteTarget } from '../../core/application/write-back/write-target.js';
import { filesToRead } from '../../core/manifest/files-to-read.js';
import { createManifestTree } from '../../core/manifest/manifest-tree.js';
import type { ManifestBranch } from '../../core/plan/plan-input.js';
import { PassError } from './pass-error.js';
import type { ManifestRepository, Waiting } from './ports.js';

/** An Application that is written by commits. */
export interface CommittedApplication {
  readonly managed: ManagedApplication;
  readonly target: GitWriteTarget;
}

/** A branch of an open repository, and the Applications that are planned on it. */
export interface Worksite {
  readonly repository: ManifestRepository;
  /** The address, as the first of the Applications spells it. */
  readonly address: string;
  readonly base: string;
  readonly applications: readonly CommittedApplication[];
}

/** A worksite at one commit. */
export interface OpenWorksite extends Worksite {
  readonly snapshot: GitSnapshot;
  readonly branch: ManifestBranch;
}

/** Reads a branch: one snapshot, its tree, and all files that its Applications need in one batch. */
export async function openWorksite(site: Worksite, waiting: Waiting): Promise<OpenWorksite> {
  const { repository, address, base } = site;
  const snapshot = await repository.snapshot(base, waiting);
  if (snapshot === undefined) {
    throw new PassError('manifest-branch-missing', `${address} has no branch ${base}`);
  }
  return { ...site, snapshot, branch: await readBranch(site, snapshot, waiting) };
}

/** The files that Applications need of a snapshot. */
export async function readBranch(
  { address, base, applications }: Omit<Worksite, 'repository'>,
  snapshot: GitSnapshot,
  waiting: Waiting,
): Promise<ManifestBranch> {
  const entries = await snapshot.list(undefined, waiting);
  const paths = entries.flatMap(({ kind, path }) => (kind === 'file' || kind === 'executable' ? [path] : []));
  const tree = createManifestTree(paths);
  const wanted = new Set(applications.flatMap(({ target }) => filesToRead(target, tree)));
  const contents = await snapshot.read([...wanted], waiting);
  const decoder = new TextDecoder();
  const files = new Map([...contents].map(([path, bytes]) => [path, decoder.decode(bytes)]));
  return { repository: address, name: base, tree, files };
}
