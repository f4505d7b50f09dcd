import type { PipelineBuild, StepAnswer, StepCall } from '@towline/test-kit/groovy';
import { deedOf } from './normal-form.js';

/** A registry and a branch, as builds of successive commits see them. */
export interface RaceWorld {
  /** The commits of the branch, oldest first. */
  readonly commits: readonly string[];
  /** What each tag of the registry is on. */
  readonly tags: Map<string, string>;
}

/** Runs one build of a commit to its end. */
export type RunBuild = (build: Required<Pick<PipelineBuild, 'commit' | 'buildNumber' | 'answer'>>) => Promise<unknown>;

/** Runs a build of each commit at the same time; `choose` decides whose step that touches the world comes next. */
export async function race(world: RaceWorld, run: RunBuild, choose: (count: number) => number): Promise<void> {
  const waiting: (() => void)[] = [];
  let running = world.commits.length;
  // Only when each build stands before such a step is the choice free.
  const goOn = () => {
    if (running > 0 && waiting.length === running) waiting.splice(choose(waiting.length), 1)[0]?.();
  };
  const builds = world.commits.map(async (commit, index) => {
    const answer = async (call: StepCall): Promise<StepAnswer | undefined> => {
      if (!touchesWorld(call)) return undefined;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        goOn();
      });
      return act(world, commit, call);
    };
    await run({ commit, buildNumber: index + 1, answer });
    running -= 1;
    goOn();
  });
  await Promise.all(builds);
}

function touchesWorld(call: StepCall): boolean {
  return isLook(call) || /^(?:push|tag) /.test(deedOf(call) ?? '');
}

function isLook({ command }: StepCall): boolean {
  return command?.includes('rev-list') ?? false;
}

/** What the step does to the world, at once. */
function act({ commits, tags }: RaceWorld, commit: string, call: StepCall): StepAnswer {
  if (isLook(call)) {
    const descendants = commits.slice(commits.indexOf(commit) + 1);
    return { stdout: descendants.findLast((each) => tags.has(each)) ?? '' };
  }
  const [, tag = '', , from = commit] = (deedOf(call) ?? '').split(' ');
  tags.set(tag, tags.get(from) ?? commit);
  return {};
}
