import type { Pipeline } from '../pipeline/pipeline.js';

/** Whether commands of a pipeline run in containers. */
export function needsContainers({ agent, prepare, tests }: Pipeline): boolean {
  return (
    agent.kind === 'docker' ||
    prepare.some((part) => part.agent?.kind === 'docker') ||
    tests.some((test) => test.kind !== 'agent' || test.agent?.kind === 'docker')
  );
}
