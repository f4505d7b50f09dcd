import type { OverrideType } from '../source.js';
import { baseName } from './repository-path.js';

/** A `write-back-target` taken apart. `path` is as written; undefined where the target names none. */
export type TargetSetting =
  | { readonly kind: 'override' }
  | { readonly kind: 'kustomization' | 'helm-values' | 'application'; readonly path: string | undefined }
  | { readonly kind: 'manifests' | 'setters'; readonly path: string | undefined }
  | { readonly kind: 'file'; readonly path: string };

const kinds = {
  kustomization: 'kustomization',
  helmvalues: 'helm-values',
  application: 'application',
  manifests: 'manifests',
  setters: 'setters',
} as const;

/** Reads `kustomization[:folder]`, `helmvalues[:file]`, `application[:file]`, `manifests[:glob]` or `setters[:glob]`; any other text is a file. */
export function parseTarget(text: string | undefined): TargetSetting {
  if (text === undefined) return { kind: 'override' };
  const [, word = '', path] = /^(kustomization|helmvalues|application|manifests|setters)(?::(.*))?$/s.exec(text) ?? [];
  const kind = Object.hasOwn(kinds, word) ? kinds[word as keyof typeof kinds] : undefined;
  return kind ? { kind, path: path || undefined } : { kind: 'file', path: text };
}

const overridePrefix = '.argocd-source-';

/** Argo CD's name for the override file of an Application. It has the namespace where that is not Argo CD's own. */
export function overrideFileName(name: string, namespace: string, controllerNamespace: string): string {
  // argocd-image-updater takes `default` for a controller that does not know its namespace.
  const own = namespace === '' || namespace === controllerNamespace || controllerNamespace === 'default';
  return own ? `${overridePrefix}${name}.yaml` : `${overridePrefix}${namespace}_${name}.yaml`;
}

/** Whether a file that is named by its path alone holds Helm values: any YAML file does that is not an override file of Argo CD. */
export function isValuesFile(path: string): boolean {
  return /\.ya?ml$/.test(path) && !baseName(path).startsWith(overridePrefix);
}

/** Whether a path is that of a kustomization, which an override would destroy. */
export function isKustomizationFile(path: string): boolean {
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(baseName(path));
}

/** The source type that a target is about, whatever the Application is; undefined where the target fits all. */
export function targetType(target: TargetSetting): OverrideType | undefined {
  if (target.kind === 'kustomization') return 'Kustomize';
  if (target.kind === 'helm-values') return 'Helm';
  return target.kind === 'file' && isValuesFile(target.path) ? 'Helm' : undefined;
}
