import type { YamlDocument } from '@towline/shared/yaml';
import type { Application, ApplicationName } from '../../application/application.js';
import { applicationKey } from '../../application/application.js';
import { readApplications } from '../../application/read-application.js';
import type { OverrideType } from '../../application/source.js';
import { selectSource } from '../../application/source.js';
import type { ApplicationFile } from '../../application/write-back/write-target.js';
import type { ManifestFiles } from '../manifest-files.js';
import { type Attempt, attempt, done, refused } from '../manifest-finding.js';
import type { ManifestTree } from '../manifest-tree.js';
import { parsePathGlob } from '../path-glob.js';

/** The manifest of an Application in a file. */
export interface ApplicationManifest {
  readonly application: Application;
  readonly file: string;
  readonly document: YamlDocument;
  /** Index of the document in the file. */
  readonly index: number;
  /** The way to the Application within the document: empty but for items of lists and the template of an ApplicationSet. */
  readonly path: readonly (string | number)[];
}

/** The files of a tree that can hold the manifest. */
export function applicationFiles(where: ApplicationFile, { paths }: ManifestTree): readonly string[] {
  if (where.kind === 'file') return [where.path];
  const globs = where.include.map(parsePathGlob);
  return paths.filter((path) => globs.some((glob) => glob?.(path)));
}

/** Finds the one manifest of an Application. A namespace that a manifest leaves out is any. */
export function findApplication(
  where: ApplicationFile,
  name: ApplicationName,
  files: ManifestFiles,
): Attempt<ApplicationManifest> {
  const found: ApplicationManifest[] = [];
  const paths = applicationFiles(where, files.tree);
  for (const file of paths) {
    if (files.text(file)?.includes(name.name) !== true) continue;
    const manifests = attempt(file, () => done(manifestsIn(file, files.documents(file))));
    // Among many files one may well be something else, such as a template; a file that was named is told of.
    if (manifests.kind === 'refused' && where.kind === 'file') return manifests;
    if (manifests.kind === 'done') found.push(...manifests.value.filter((one) => isNamed(one.application, name)));
  }
  const [first, second] = found;
  if (first !== undefined && second === undefined) return done(first);
  return first === undefined ? notFound(name, where) : twice(name, first, second);
}

function manifestsIn(file: string, documents: readonly YamlDocument[]): readonly ApplicationManifest[] {
  return documents.flatMap((document, index) =>
    readApplications(document.value, { kind: 'manifest', file, document: index }).applications.map((application) => ({
      application,
      file,
      document,
      index,
      path: application.origin.kind === 'manifest' ? application.origin.path : [],
    })),
  );
}

function isNamed(application: ApplicationName, { namespace, name }: ApplicationName): boolean {
  const either = application.namespace === '' || namespace === '';
  return application.name === name && (either || application.namespace === namespace);
}

function notFound(name: ApplicationName, where: ApplicationFile): Attempt<never> {
  return refused({
    code: 'manifest-missing',
    at: where.kind === 'file' ? where.path : where.include.join(', '),
    message: `the manifest of the Application ${applicationKey(name)} is not here`,
    fix: 'Write application:<file>, with the path from the root of the repository.',
  });
}

function twice(
  name: ApplicationName,
  first: ApplicationManifest,
  second: ApplicationManifest | undefined,
): Attempt<never> {
  return refused({
    code: 'manifest-ambiguous',
    at: second?.file ?? first.file,
    message: `the Application ${applicationKey(name)} is in ${first.file} too`,
    fix: 'Name the file: application:<file>.',
  });
}

/** The way from the root of the document to the source that is written. */
export function sourcePath(
  { application, path }: ApplicationManifest,
  type: OverrideType,
): readonly (string | number)[] {
  const spec = [...path, 'spec'];
  switch (application.sources.kind) {
    case 'hydrated':
      return [...spec, 'sourceHydrator', 'drySource'];
    case 'multiple':
      return [...spec, 'sources', selectSource(application, type)?.index ?? 0];
    default:
      return [...spec, 'source'];
  }
}
