import type { ApplicationSource } from '../../application/application.js';
import type { ManagedApplication } from '../../application/managed-application.js';
import { isOverrideType, type OverrideType } from '../../application/source.js';
import type { WriteTarget } from '../../application/write-back/write-target.js';
import { type Attempt, done, refused } from '../manifest-finding.js';

/** The source of a live Application that is written. */
export interface LiveSource {
  readonly source: ApplicationSource;
  readonly type: OverrideType;
  /** The way to it within the Application. */
  readonly path: readonly (string | number)[];
}

/** Finds the source that the method `argocd` writes. */
export function liveSource(
  { application }: Pick<ManagedApplication, 'application'>,
  { sourceType, sourceIndex = 0 }: WriteTarget & { readonly kind: 'argocd' },
): Attempt<LiveSource> {
  const { sources } = application;
  if (!isOverrideType(sourceType)) return noSource(`it is of type ${sourceType ?? 'unknown'}`);
  switch (sources.kind) {
    case 'none':
      return noSource('it has none');
    case 'single':
      return done({ source: sources.source, type: sourceType, path: ['spec', 'source'] });
    case 'hydrated':
      return done({ source: sources.dry, type: sourceType, path: ['spec', 'sourceHydrator', 'drySource'] });
    case 'multiple': {
      const source = sources.sources[sourceIndex];
      if (!source) return noSource(`it has no source ${sourceIndex}`);
      return done({ source, type: sourceType, path: ['spec', 'sources', sourceIndex] });
    }
  }
}

function noSource(reason: string): Attempt<never> {
  return refused({
    code: 'override-type',
    at: 'spec.source',
    message: `the Application has no source with an image override: ${reason}`,
    fix: 'Set the write-back method git and the target manifests.',
  });
}
