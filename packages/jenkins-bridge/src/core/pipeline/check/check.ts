import type { Pipeline } from '../pipeline.js';
import type { PipelineFinding } from '../pipeline-finding.js';

/** Looks for one kind of mistake. Sections that could not be read are missing: what depends on them is not looked for. */
export type Check = (sections: Partial<Pipeline>) => Iterable<PipelineFinding>;

/** A check that needs some sections of a pipeline, and has nothing to say where one of them is missing. */
export function checkOf<Key extends keyof Pipeline>(
  needs: readonly Key[],
  find: (pipeline: Required<Pick<Pipeline, Key>>) => Iterable<PipelineFinding>,
): Check {
  return (sections) => (hasAll(sections, needs) ? find(sections) : []);
}

function hasAll<Key extends keyof Pipeline>(
  sections: Partial<Pipeline>,
  keys: readonly Key[],
): sections is Partial<Pipeline> & Required<Pick<Pipeline, Key>> {
  return keys.every((key) => sections[key] !== undefined);
}
