import { isTag } from '@towline/shared/image';
import { editYaml, isYamlError, parseYaml } from '@towline/shared/yaml';
import { z } from 'zod';
import { type ChosenImage, setMarked } from '../../packages/argo-updater/src/core/manifest/setters/set-marked.js';
import { findSetters } from '../../packages/argo-updater/src/core/manifest/setters/setter.js';
import { describeFluxVectors } from './describe-vectors.js';

const textsSchema = z.record(z.string(), z.string());
const caseSchema = z.object({
  id: z.string(),
  updatePath: z.string(),
  policies: z.array(
    z.object({
      namespace: z.string(),
      name: z.string(),
      latestRef: z.object({ name: z.string(), tag: z.string(), digest: z.string() }).nullable(),
    }),
  ),
  before: textsSchema,
  after: textsSchema,
  /** What an edit of the marked scalars alone gives, where Flux writes the whole file anew. */
  bytePreciseAfter: textsSchema.optional(),
});
type SetterCase = z.infer<typeof caseSchema>;

/** What is there after every marker was given what its policy chose. */
function after({ updatePath, policies, before }: SetterCase): Record<string, string> {
  const chosen = new Map(
    policies.flatMap(({ namespace, name, latestRef }): [string, ChosenImage][] => {
      // What no registry can hold, no policy of ours chooses.
      if (latestRef === null || !isTag(latestRef.tag)) return [];
      return [[`${namespace}:${name}`, { ...latestRef, digest: latestRef.digest || undefined }]];
    }),
  );
  const isBelow = (path: string) => updatePath === '' || path === updatePath || path.startsWith(`${updatePath}/`);
  return Object.fromEntries(
    Object.entries(before).map(([path, text]) => [
      path,
      isBelow(path) && /\.ya?ml$|^(?:.*\/)?Kustomization$/.test(path) ? setAll(text, chosen) : text,
    ]),
  );
}

function setAll(text: string, chosen: ReadonlyMap<string, ChosenImage>): string {
  try {
    const parsed = parseYaml(text);
    const edits = findSetters(parsed).flatMap((marker) => {
      const image = chosen.get(marker.data.policy);
      return (image && setMarked(marker, image)) ?? [];
    });
    return editYaml(parsed, edits).text;
  } catch (error) {
    // A file that is no YAML stays as it is.
    if (isYamlError(error)) return text;
    throw error;
  }
}

describeFluxVectors({
  file: 'flux/setter_updates.json',
  fn: 'setter_updates',
  schema: caseSchema,
  answer: (one) => ({ ours: after(one), theirs: { ...one.after, ...one.bytePreciseAfter } }),
});
