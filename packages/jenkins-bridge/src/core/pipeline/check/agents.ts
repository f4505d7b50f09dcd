import { errorAt, type PipelineFinding, type PipelinePath } from '../pipeline-finding.js';
import { checkOf } from './check.js';

interface Part {
  readonly agent?: object | undefined;
}

/** Where the pipeline has no agent, every part that runs commands has one. */
export const everyAgent = checkOf(
  ['agent', 'prepare', 'images', 'tests', 'after'],
  ({ agent, prepare, images, tests, after }) => {
    if (agent.kind !== 'none') return [];
    return [
      ...prepare.flatMap((part, index) => withoutAgent(['prepare', index], part)),
      ...images.flatMap((part, index) =>
        part.platforms.kind === 'apart' ? [] : withoutAgent(['images', index], part),
      ),
      // What is tested inside its own image runs where that was built.
      ...tests.flatMap((part, index) => (part.kind === 'built-image' ? [] : withoutAgent(['tests', index], part))),
      ...after.flatMap((part, index) => (part.kind === 'command' ? withoutAgent(['after', index], part) : [])),
    ];
  },
);

function withoutAgent(path: PipelinePath, { agent }: Part): readonly PipelineFinding[] {
  if (agent !== undefined) return [];
  const finding = errorAt(path, 'agent-missing', 'It has no agent, and neither has the pipeline');
  return [{ ...finding, expected: 'agent: any, label, docker or kubernetes' }];
}
