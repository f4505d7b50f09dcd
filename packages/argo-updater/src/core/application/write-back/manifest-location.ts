import type { Application, ApplicationName } from '../application.js';
import { selectSource } from '../source.js';
import { manifestGlobs } from './file-target.js';
import { joinRepositoryPath } from './repository-path.js';
import type { ApplicationFile } from './write-target.js';

/** Where the manifest of an Application is kept. The repository is undefined where only the file is known. */
export interface ManifestLocation {
  readonly where: ApplicationFile;
  readonly repository: string | undefined;
  /** The revision that the Application of Applications tracks there. */
  readonly revision: string;
}

/** Finds an Application by name; an empty namespace means that of Argo CD. */
export type FindApplication = (name: ApplicationName) => Application | undefined;

/**
 * Where the manifest of an Application is: the file it was read from, or else among the files of the Application of Applications that made
 * it. Undefined where neither is known.
 */
export function locateManifest(application: Application, find: FindApplication): ManifestLocation | undefined {
  const { origin } = application;
  if (origin.kind === 'manifest') {
    const { url, branch = '' } = origin.repository ?? {};
    return { where: { kind: 'file', path: origin.file }, repository: url, revision: branch };
  }
  const parent = application.parent && find(application.parent);
  const source = parent && selectSource(parent)?.source;
  if (!source || source.chart) return undefined;
  const include = manifestGlobs(source).flatMap((glob) => joinRepositoryPath(source.path, glob) ?? []);
  return { where: { kind: 'search', include }, repository: source.repository, revision: source.targetRevision };
}
