import { compilePolicy, type Policy, parseArgocdStrategy, select } from '@towline/shared/policy';
import { z } from 'zod';
import { describeVectors, driver } from './describe-vectors.js';

/** Whether a tag comes through the filters of a policy that is otherwise content with everything. */
function passes(filters: Pick<Policy, 'allowTags' | 'ignoreTags'>, tag: string): boolean {
  const reading = compilePolicy({ ...filters, order: { kind: 'alphabetical' }, compat: 'argocd-image-updater' });
  return reading.kind === 'policy' && select(reading.policy, [{ tag }]).chosen !== undefined;
}

describeVectors('tag-filter.json', {
  'match.allowTags': driver(z.object({ allowTags: z.string(), tag: z.string() }), ({ allowTags, tag }) =>
    passes({ allowTags }, tag),
  ),
  'match.isTagIgnored': driver(
    z.object({ ignoreTags: z.array(z.string()).nullable(), tag: z.string() }),
    ({ ignoreTags, tag }) => !passes({ ignoreTags: ignoreTags ?? [] }, tag),
  ),
  'strategy.parse': driver(z.string(), (text) => parseArgocdStrategy(text) ?? 'semver'),
});
