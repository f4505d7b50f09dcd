import { argocdPolicy, compilePolicy, parseArgocdStrategy, select } from '@towline/shared/policy';
import { z } from 'zod';
import { candidateSchema } from './argocd-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';

const input = z.object({
  strategy: z.string(),
  constraint: z.string(),
  tags: z.array(candidateSchema).nullable(),
});

describeVectors('tag-select.json', {
  'select.newestFromTags': driver(input, ({ strategy, constraint, tags }) => {
    const settings = { strategy: parseArgocdStrategy(strategy) ?? ('semver' as const), constraint };
    const reading = compilePolicy(argocdPolicy(settings, 'argocd-image-updater'));
    if (reading.kind === 'refused') return { tag: null, error: reading.findings };
    const { chosen } = select(reading.policy, tags ?? []);
    return { tag: chosen && { name: chosen.tag, digest: chosen.digest ?? '' }, error: null };
  }),
});
