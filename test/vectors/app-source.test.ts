import { z } from 'zod';
import { overrideSection } from '../../packages/argo-updater/src/core/application/images/manifest-target.js';
import { isOverrideType } from '../../packages/argo-updater/src/core/application/source.js';
import { trackedRevision } from '../../packages/argo-updater/src/core/application/write-back/base-branch.js';
import { applicationSchema } from './application-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';
import { sourceInLightOf, typeInLightOf, writeBackSchema } from './write-back-shapes.js';

const inputSchema = z.object({ app: applicationSchema, wbc: writeBackSchema });

/** The sources as they were recorded, to answer with. */
const recordedSchema = z.object({
  app: z.object({
    spec: z.object({
      source: z.unknown().optional(),
      sources: z.array(z.unknown()).optional(),
      sourceHydrator: z.object({ drySource: z.record(z.string(), z.unknown()) }).optional(),
    }),
  }),
});

function recordedSource(input: unknown, index: number | undefined): unknown {
  const { source, sources, sourceHydrator } = recordedSchema.parse(input).app.spec;
  if (index !== undefined) return sources?.[index];
  // Path and revision of a dry source are never absent, only empty.
  const dry =
    sourceHydrator &&
    Object.entries(sourceHydrator.drySource).filter(([key, value]) => key === 'repoURL' || value !== '');
  return dry ? Object.fromEntries(dry) : source;
}

const sections = { helm: 'Helm', kustomize: 'Kustomize', plugin: 'Plugin' } as const;

describeVectors('app-source.json', {
  'source.type': driver(inputSchema, ({ app, wbc }) => typeInLightOf(app, wbc) ?? ''),
  'app.type': driver(inputSchema, ({ app, wbc }) => {
    const type = typeInLightOf(app, wbc);
    if (!isOverrideType(type)) return 'Unsupported';
    // The answer of the peer is the section that gets written.
    return wbc?.method === 'git' ? sections[overrideSection(type, { kind: 'default' })] : type;
  }),
  'source.select': (input) => {
    const { app, wbc } = inputSchema.parse(input);
    const { index } = sourceInLightOf(app, wbc);
    return { source: recordedSource(input, index), sourcesIndex: index ?? -1 };
  },
  'source.writeBackBranch': driver(
    z.object({ app: applicationSchema.nullable(), wbc: writeBackSchema }),
    ({ app, wbc }) =>
      app === null
        ? ''
        : trackedRevision(app, { source: sourceInLightOf(app, wbc), repository: wbc?.gitRepo ?? '', compat: true }),
  ),
});
