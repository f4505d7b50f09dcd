import { type Candidate, compilePolicy, type Policy, sortCandidates } from '@towline/shared/policy';
import { z } from 'zod';
import { candidateSchema } from './argocd-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';

function sorted(order: Policy['order'], candidates: readonly Candidate[] | null): readonly string[] {
  const reading = compilePolicy({ order, compat: 'argocd-image-updater' });
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.findings));
  return sortCandidates(reading.policy, candidates ?? []).map(({ tag }) => tag);
}

const tags = z.array(candidateSchema).nullable();

describeVectors('tag-sort.json', {
  'sort.semver': driver(tags, (candidates) => sorted({ kind: 'semver', constraint: '>=0-0' }, candidates)),
  'sort.date': driver(tags, (candidates) => sorted({ kind: 'newest-build' }, candidates)),
  'sort.alphabetical': driver(tags, (candidates) => sorted({ kind: 'alphabetical' }, candidates)),
});
