import { createHash } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import { z } from 'zod';
import { resolveWriteTarget } from '../../packages/argo-updater/src/core/application/write-back/resolve-write-target.js';
import { destinationOf } from '../../packages/argo-updater/src/core/plan/destination.js';
import { applicationSchema } from './application-shapes.js';
import { differenceFor, eachCase, expectAnswer } from './describe-vectors.js';
import { changesSchema } from './message-shapes.js';
import { readCases } from './vector-cases.js';

const fn = 'git.commitFlow';

/** Recorded below the point where a source is chosen: some Applications have none. */
const applicationWithSource = z
  .looseObject({ spec: z.looseObject({}) })
  .transform((app): unknown => ({ ...app, spec: { source: { repoURL: 'any' }, ...app.spec } }))
  .pipe(applicationSchema);

const inputSchema = z.object({
  app: applicationWithSource,
  changes: changesSchema,
  wbc: z.object({ gitRepo: z.string(), gitBranch: z.string(), gitWriteBranch: z.string(), target: z.string() }),
});

const operationSchema = z.object({ op: z.string(), args: z.array(z.unknown()).nullable() });
const expectedSchema = z.object({
  ops: z
    .array(operationSchema)
    .nullable()
    .transform((ops) => ops ?? []),
});

interface Flow {
  readonly branch: unknown;
  readonly force: unknown;
}

/** What can be seen of a recorded flow from outside: the branch that is pushed; undefined where one of its mocks failed before. */
function flowOf(expected: unknown): (Flow & { readonly defaultBranch: string }) | undefined {
  const { ops } = expectedSchema.parse(expected);
  const argsOf = (name: string) => ops.find(({ op }) => op === name)?.args;
  const [, branch, force] = argsOf('Push') ?? [];
  if (branch === undefined) return undefined;
  return { branch, force, defaultBranch: z.string().parse(argsOf('SymRefToBranch')?.[1] ?? 'unasked') };
}

/** The branch that we push for the same settings, where the remote calls this branch its default. */
function ourFlow(input: unknown, defaultBranch: string): Flow {
  const { app: application, changes, wbc } = inputSchema.parse(input);
  const { target } = resolveWriteTarget({
    application,
    settings: {
      method: 'git',
      gitConfig: {
        branch: wbc.gitWriteBranch === '' ? wbc.gitBranch : `${wbc.gitBranch}:${wbc.gitWriteBranch}`,
        repository: wbc.gitRepo || undefined,
        writeBackTarget: wbc.target || undefined,
      },
    },
    controllerNamespace: '',
    compat: true,
    place: (field) => field,
    find: () => undefined,
  });
  if (target?.kind !== 'git') throw new Error('the case has no target in Git');
  const { branch } = destinationOf({
    managed: { application, writeTarget: target, images: [], live: [], compat: true, onFailure: 'none', findings: [] },
    target,
    base: target.base.kind === 'named' ? target.base.name : defaultBranch,
    changes,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
  // Only the branch of a pull request is ever replaced.
  return { branch, force: target.push.kind === 'pull-request' };
}

describe(`argocd-image-updater ${fn}`, () => {
  const pushed = (readCases('git-flow.json') ?? []).filter(({ expected }) => flowOf(expected) !== undefined);
  eachCase(pushed, ({ name, input, expected }) => {
    const flow = flowOf(expected);
    const { branch, force } = flow ?? {};
    const ours = ourFlow(input, flow?.defaultBranch ?? '');
    expect(ours.branch).toBe(branch);
    expectAnswer({ ours, theirs: { branch, force }, difference: differenceFor(name, fn) });
  });
});
