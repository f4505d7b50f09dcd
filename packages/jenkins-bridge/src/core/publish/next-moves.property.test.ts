import { describe, expect, it } from '@jest/globals';
import { type Digest, type GitSha, parseDigest, parseGitSha } from '@towline/shared/image';
import fc from 'fast-check';
import { pipelineSchema } from '../pipeline/pipeline.js';
import { nextMoves, planPublication } from './plan-publication.js';
import type { MoveStep, PublicationFacts } from './publication-plan.js';

const pipeline = pipelineSchema.parse({
  images: [{ name: 'shop/cart' }],
  publication: { registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1' } },
});

describe('nextMoves', () => {
  it('leaves latest on the newest commit, whatever order the steps of concurrent builds come in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        (count, choices, digests) => {
          expect(race(count, choices, digests)).toBe(sha(count - 1));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends where the listing has no digests', () => {
    const tags = new Map([
      [sha(0), undefined],
      ['latest', undefined],
    ]);
    const facts = factsOf(0, 1, tags);
    const made: MoveStep[] = [{ kind: 'move', tag: 'latest', to: sha(0) }];
    expect(nextMoves(pipeline, facts, made)).toEqual([]);
    expect(nextMoves(pipeline, facts, [])).toEqual(made);
  });
});

interface World {
  /** How many commits there are, each the child of the one before. */
  readonly count: number;
  readonly registry: Map<string, Digest>;
  /** Whether a listing of the registry has digests. */
  readonly digests: boolean;
}

/** Runs builds of successive commits, one registry call at a time and in any order; the commit that latest is on when all have ended. */
function race(count: number, choices: Iterable<number>, digests: boolean): string | undefined {
  const registry = new Map<string, Digest>();
  const running = Array.from({ length: count }, (_, index) => build(index, { count, registry, digests }));
  for (const choice of choices) {
    if (running.length === 0) break;
    const index = choice % running.length;
    if (running[index]?.next().done) running.splice(index, 1);
  }
  const latest = registry.get('latest');
  return [...registry].find(([tag, digest]) => tag !== 'latest' && digest === latest)?.[0];
}

/** One build; it stops before each call, so that others may come between. */
function* build(index: number, { count, registry, digests }: World): Generator<void> {
  const look = (): PublicationFacts =>
    factsOf(index, count, new Map([...registry].map(([tag, each]) => [tag, digests ? each : undefined])));
  const plan = planPublication(pipeline, look());
  const made: MoveStep[] = [];
  let moves: readonly MoveStep[] = [];
  for (const step of plan.kind === 'publish' ? plan.steps : []) {
    if (step.kind === 'push') registry.set(step.tag, digestOf(index));
    if (step.kind === 'move') moves = [...moves, step];
    yield;
  }
  while (moves.length > 0) {
    for (const move of moves) {
      const digest = registry.get(move.to);
      if (digest !== undefined) registry.set(move.tag, digest);
      made.push(move);
      yield;
    }
    const facts = look();
    yield;
    moves = nextMoves(pipeline, facts, made);
  }
}

/** What the build of one commit sees: it has fetched after it listed, so it knows every commit whose tag it saw. */
function factsOf(index: number, count: number, tags: ReadonlyMap<string, Digest | undefined>): PublicationFacts {
  const newer = Array.from({ length: count - index - 1 }, (_, distance) => sha(count - 1 - distance));
  return {
    build: { sha: sha(index), branch: 'main' },
    repository: { tags },
    histories: { main: { kind: 'on-branch', newer } },
    digest: digestOf(index),
  };
}

function sha(index: number): GitSha {
  return required(parseGitSha(String(index).repeat(40)));
}

function digestOf(index: number): Digest {
  return required(parseDigest(`sha256:${String(index).repeat(64)}`));
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The test itself is wrong');
  return value;
}
