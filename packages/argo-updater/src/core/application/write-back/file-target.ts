import type { Application, ApplicationSource } from '../application.js';
import type { FindingCode } from '../finding.js';
import { isOverrideType, type SelectedSource, sourceTypeOf } from '../source.js';
import { chartValuesFiles, valueFileOf } from './chart-values.js';
import { joinRepositoryPath } from './repository-path.js';
import { isKustomizationFile, isValuesFile, overrideFileName, type TargetSetting } from './target-setting.js';
import type { ApplicationFile, FileTarget } from './write-target.js';

/** What a file target is worked out from. */
export interface FileTargetContext {
  readonly application: Application;
  /** The source whose path other paths are relative to. */
  readonly source: SelectedSource;
  readonly controllerNamespace: string;
  readonly compat: boolean;
  /** Where the manifest of the Application is, for targets that do not say it. */
  readonly manifest: ApplicationFile | undefined;
}

/** A file target, or why there is none. */
export type FileTargetReading =
  | { readonly kind: 'read'; readonly file: FileTarget }
  | { readonly kind: 'refused'; readonly code: FindingCode; readonly message: string; readonly fix: string };

/** Works out which files a target means. */
export function readFileTarget(target: TargetSetting, context: FileTargetContext): FileTargetReading {
  switch (target.kind) {
    case 'override':
      return readOverride(context);
    case 'file':
      return readFile(target.path, context);
    case 'kustomization':
      return withPath(context.source.source.path, target.path ?? '', (folder) => ({ kind: 'kustomization', folder }));
    case 'helm-values':
      return readHelmValues(target.path, context);
    case 'application':
      return readApplicationFile(target.path, context);
    case 'manifests':
    case 'setters':
      return readManifests(target, context);
  }
}

function readOverride({ application, source, controllerNamespace, compat }: FileTargetContext): FileTargetReading {
  const { path, chart } = source.source;
  if (chart && !compat) {
    return refused('write-back-not-read', {
      message: `the source is the chart ${chart} of a Helm repository, and Argo CD reads no override file for it`,
      fix: 'Set a write-back-target: helmvalues with a file of a Git repository, or application.',
    });
  }
  const name = overrideFileName(application.name, application.namespace, controllerNamespace);
  return withPath(path, name, (file) => override(file, path, application));
}

function readFile(path: string, { application, source }: FileTargetContext): FileTargetReading {
  if (isKustomizationFile(path)) {
    return refused('write-back-target', {
      message: `${path} is a kustomization, which image overrides would replace`,
      fix: 'Write kustomization:<folder> to change it in place.',
    });
  }
  return withPath('', path, (file) =>
    isValuesFile(path) ? { kind: 'helm-values', paths: [file] } : override(file, source.source.path, application),
  );
}

function override(path: string, folder: string, application: Application): FileTarget {
  const type = sourceTypeOf(application);
  const sourceType = isOverrideType(type) ? type : undefined;
  return { kind: 'override', path, folder: joinRepositoryPath('', folder) ?? '.', sourceType };
}

function readHelmValues(
  text: string | undefined,
  { application, source, compat }: FileTargetContext,
): FileTargetReading {
  const folder = source.source.path;
  const files = compat
    ? [text ?? 'values.yaml']
    : (text?.split(',').map((file) => valueFileOf(file.trim())) ??
      chartValuesFiles(application, source.source) ?? ['values.yaml']);
  const paths = files.map((file) => joinRepositoryPath(folder, file));
  const outside = paths.indexOf(undefined);
  if (outside !== -1) return leaves(files[outside] ?? '');
  const [first, ...rest] = paths.filter((path) => path !== undefined);
  return first === undefined ? leaves('') : { kind: 'read', file: { kind: 'helm-values', paths: [first, ...rest] } };
}

function readApplicationFile(
  text: string | undefined,
  { application, manifest }: FileTargetContext,
): FileTargetReading {
  const { namespace, name } = application;
  const file = (where: ApplicationFile): FileTarget => ({
    kind: 'application',
    where,
    name: { namespace, name },
    sourceType: sourceTypeOf(application),
  });
  if (text !== undefined) return withPath('', text, (path) => file({ kind: 'file', path }));
  if (manifest) return { kind: 'read', file: file(manifest) };
  return refused('write-back-target', {
    message: 'it is not known where the manifest of the Application is: no Application of Applications made it',
    fix: 'Write application:<file>, with the path from the root of the repository.',
  });
}

function readManifests(
  { kind, path: glob }: TargetSetting & { readonly kind: 'manifests' | 'setters' },
  { application, source }: FileTargetContext,
): FileTargetReading {
  const { path, directory } = source.source;
  const include = glob === undefined ? manifestGlobs(source.source, sourceTypeOf(application) !== 'Directory') : [glob];
  const joined = include.map((pattern) => joinRepositoryPath(path, pattern));
  const outside = joined.indexOf(undefined);
  if (outside !== -1) return leaves(include[outside] ?? '');
  const exclude = directory?.exclude === undefined ? undefined : joinRepositoryPath(path, directory.exclude);
  return {
    kind: 'read',
    file: {
      kind,
      include: joined.filter((pattern) => pattern !== undefined),
      exclude: exclude ? [exclude] : [],
    },
  };
}

/** The files that Argo CD reads of a directory; folders below it too where `recurse` is set. */
export function manifestGlobs({ directory }: ApplicationSource, recurse = false): readonly string[] {
  if (directory?.include !== undefined) return [directory.include];
  const below = recurse || directory?.recurse ? '**/' : '';
  return [`${below}*.yaml`, `${below}*.yml`];
}

function withPath(folder: string, path: string, make: (path: string) => FileTarget): FileTargetReading {
  const joined = joinRepositoryPath(folder, path);
  return joined === undefined ? leaves(path) : { kind: 'read', file: make(joined) };
}

function leaves(path: string): FileTargetReading {
  return refused('write-back-outside', {
    message: `${JSON.stringify(path)} leaves the repository, or reaches into its .git folder`,
    fix: 'Write a path below the path of the source, or from the root with a leading slash.',
  });
}

function refused(code: FindingCode, { message, fix }: { message: string; fix: string }): FileTargetReading {
  return { kind: 'refused', code, message, fix };
}
