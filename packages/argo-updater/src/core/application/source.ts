import type { Application, ApplicationSource, SourceType } from './application.js';

/** A source that was chosen, and where it stands: undefined for the only one, else its index in `sources`. */
export interface SelectedSource {
  readonly source: ApplicationSource;
  readonly index: number | undefined;
}

/** The source types that image overrides exist for. */
export type OverrideType = Exclude<SourceType, 'Directory'>;

/** Whether a type has image overrides. */
export function isOverrideType(type: SourceType | undefined): type is OverrideType {
  return type !== undefined && type !== 'Directory';
}

/**
 * How Argo CD renders the Application. Of several sources the first counts that has image overrides. Undefined where neither the
 * Application nor its status tells: then the files of the source do.
 */
export function sourceTypeOf(application: Application): SourceType | undefined {
  const { sources, status } = application;
  switch (sources.kind) {
    case 'none':
      return status?.sourceType;
    case 'single':
      return status ? status.sourceType : declaredType(sources.source);
    case 'multiple':
      return (status ? status.sourceTypes : sources.sources.map(declaredType)).find(isOverrideType) ?? 'Directory';
    case 'hydrated':
      // The status is about the rendered manifests, which are always a directory.
      return sectionType(sources.dry) ?? status?.sourceType;
  }
}

/**
 * The source that an update is about. Of several it is the one with a section for `type`, else the one that Argo CD reports to be of that
 * type, else the first that has a section at all, else the first.
 */
export function selectSource(application: Application, type = sourceTypeOf(application)): SelectedSource | undefined {
  const { sources } = application;
  switch (sources.kind) {
    case 'none':
      return undefined;
    case 'single':
      return { source: sources.source, index: undefined };
    case 'hydrated':
      return { source: sources.dry, index: undefined };
    case 'multiple': {
      const index = Math.max(0, indexOfType(sources.sources, type, application.status?.sourceTypes ?? []));
      return { source: sources.sources[index] ?? sources.sources[0], index };
    }
  }
}

function indexOfType(
  sources: readonly ApplicationSource[],
  type: SourceType | undefined,
  reported: readonly (SourceType | undefined)[],
): number {
  if (isOverrideType(type)) {
    const declared = sources.findIndex((source) => hasSection(source, type));
    if (declared !== -1) return declared;
    const known = sources.findIndex((source, index) => (reported[index] ?? declaredType(source)) === type);
    if (known !== -1) return known;
  }
  return sources.findIndex((source) => sectionType(source) !== undefined);
}

function hasSection({ helm, kustomize, plugin }: ApplicationSource, type: OverrideType): boolean {
  return { Helm: helm, Kustomize: kustomize, Plugin: plugin }[type] !== undefined;
}

function sectionType(source: ApplicationSource): OverrideType | undefined {
  return (['Helm', 'Kustomize', 'Plugin'] as const).find((type) => hasSection(source, type));
}

/** The type as far as the source itself says it. */
function declaredType(source: ApplicationSource): SourceType | undefined {
  return sectionType(source) ?? (source.chart ? 'Helm' : source.directory ? 'Directory' : undefined);
}

const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What Argo CD makes of a folder that no section speaks for, by the names of the files in it. */
export function detectSourceType(fileNames: readonly string[]): SourceType {
  if (fileNames.some((name) => kustomizations.includes(name))) return 'Kustomize';
  return fileNames.includes('Chart.yaml') ? 'Helm' : 'Directory';
}
