import type { When } from '../model/when.js';
import type { Pipeline } from '../pipeline.js';
import type { PipelineFinding, PipelinePath } from '../pipeline-finding.js';
import { checkOf } from './check.js';
import { unknown } from './names.js';

/** Conditions name parameters that exist. */
export const sourceConditions = checkOf(['source', 'parameters'], ({ source, parameters }) =>
  groupFindings(['source', 'filters'], source.filters, parameters),
);

/** The same, of the publication. */
export const publicationConditions = checkOf(['publication', 'parameters'], ({ publication, parameters }) => [
  ...groupFindings(['publication', 'when'], publication.when, parameters),
  ...publication.tags.flatMap(({ when }, index) =>
    groupFindings(['publication', 'tags', index, 'when'], when, parameters),
  ),
]);

/** The same, of what follows it. */
export const afterConditions = checkOf(['after', 'parameters'], ({ after, parameters }) =>
  after.flatMap((step, index) => [
    ...groupFindings(['after', index, 'when'], step.when, parameters),
    ...('tags' in step
      ? step.tags.flatMap(({ when }, at) => groupFindings(['after', index, 'tags', at, 'when'], when, parameters))
      : []),
  ]),
);

function groupFindings(path: PipelinePath, when: When, parameters: Pipeline['parameters']): readonly PipelineFinding[] {
  return when.flatMap((group, index) => {
    const own = [...path, index];
    return [
      ...parameterFindings([...own, 'parameters'], group.parameters, parameters),
      ...parameterFindings([...own, 'not', 'parameters'], group.not?.parameters, parameters),
    ];
  });
}

function parameterFindings(
  path: PipelinePath,
  wanted: Readonly<Record<string, string>> | undefined,
  parameters: Pipeline['parameters'],
): readonly PipelineFinding[] {
  const known = parameters.map(({ name }) => name);
  return Object.keys(wanted ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => unknown([...path, name], 'parameter-unknown', { name, known }));
}
