import { sourceTypeOf } from '../source.js';
import { readFileTarget } from './file-target.js';
import { targetType } from './target-setting.js';
import type { GitContext } from './write-back-context.js';
import type { FileTarget } from './write-target.js';

/** The files that the target means. */
export function resolveFile(context: GitContext): FileTarget | undefined {
  const { compat, source, written, setting, report } = context;
  const manifest = context.manifest?.where;
  // The peer takes paths relative to its first choice of source, though it commits to the repository of the one that is written.
  const reading = readFileTarget(setting, { ...context, source: compat ? source : written, manifest });
  if (reading.kind === 'refused') return report.error('writeBackTarget', reading);
  warnOfValues(context);
  return reading.file;
}

/** A YAML file that is named by its path alone is taken for Helm values, whatever the source is. */
function warnOfValues({ application, setting, report }: GitContext): void {
  const type = sourceTypeOf(application);
  if (setting.kind !== 'file' || targetType(setting) !== 'Helm' || type === 'Helm' || type === undefined) return;
  const message = `${setting.path} is written as Helm values, but the source is of type ${type}`;
  const fix = 'Write kustomization:<folder> or manifests:<glob> for other files.';
  report.warning('writeBackTarget', { code: 'write-back-target', message, fix });
}
