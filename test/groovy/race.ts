import type { PipelineBuild, StepAnswer, StepCall } from '@towline/test-kit/groovy';
import { createRandom } from './random.js';

/** One commit after the other, a registry, and builds that overtake each other between any two of their commands. */
export interface Race {
  readonly commits: readonly string[];
  /** The commit whose image has each tag. */
  readonly registry: ReadonlyMap<string, string>;
  /** The world of the build of a commit. */
  answers(commit: string): NonNullable<PipelineBuild['answer']>;
  /** Is to be told when a build has ended, so that nobody waits for it. */
  ended(): void;
}

/** A race of as many builds as there are commits. The seed decides whose command is next. */
export function startRace(commits: readonly string[], seed: number): Race {
  const random = createRandom(seed);
  const registry = new Map<string, string>();
  const waiting = new Map<string, () => void>();
  let running = commits.length;
  const goOn = (): void => {
    if (waiting.size < running || running === 0) return;
    // In the order of the commits, not in that in which they came: the seed alone decides.
    const next = [...waiting.keys()].sort()[random(waiting.size)] ?? '';
    const goes = waiting.get(next);
    waiting.delete(next);
    goes?.();
  };
  return {
    commits,
    registry,
    answers: (commit) => async (call) => {
      if (!touchesRegistry(call)) return call.command?.includes('git rev-parse HEAD') ? { stdout: commit } : undefined;
      await new Promise<void>((resolve) => {
        waiting.set(commit, resolve);
        goOn();
      });
      return carryOut(call, commit, { commits, registry });
    },
    ended() {
      running -= 1;
      goOn();
    },
  };
}

function touchesRegistry({ command = '' }: StepCall): boolean {
  return ['docker push', '--push', 'imagetools', 'git rev-list'].some((word) => command.includes(word));
}

interface World {
  readonly commits: readonly string[];
  readonly registry: Map<string, string>;
}

function carryOut({ command = '', env = {} }: StepCall, commit: string, { commits, registry }: World): StepAnswer {
  if (command.includes('git rev-list')) {
    const newer = commits.slice(commits.indexOf(commit) + 1).reverse();
    return { stdout: newer.find((each) => registry.has(each)) ?? '' };
  }
  if (env.FROM !== undefined && env.TO !== undefined) {
    registry.set(tagOf(env.TO), registry.get(tagOf(env.FROM)) ?? 'nothing');
  } else {
    registry.set(tagOf(env.TO ?? command), commit);
  }
  return {};
}

function tagOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1);
}
