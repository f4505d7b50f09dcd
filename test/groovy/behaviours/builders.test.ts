import type { AnswerRule } from '@towline/test-kit/groovy';
import { type Behaviour, behavioursOf, look, newer, sha } from './behaviour.js';
import { describeBehaviours } from './behaviour-suite.js';
import type { PipelineName } from './pipelines.js';

const unstable: AnswerRule = { step: 'junit', result: 'UNSTABLE' };
const published = ['login', `push ${sha}`, 'tag latest'];

/** What every pipeline does, whoever builds and whoever signs in. */
interface Means {
  readonly checked: readonly string[];
  readonly pushed: readonly string[];
  /** The answer where the registry has no such image. */
  readonly missing?: readonly AnswerRule[] | undefined;
}

const means: readonly (readonly [PipelineName, Means])[] = [
  ['by podman', { checked: ['build', 'test-unit', 'test-smoke'], pushed: ['login', `push ${sha}`] }],
  [
    'by podman of two platforms',
    {
      checked: ['build', 'test-unit'],
      pushed: ['login', `push ${sha}`],
      missing: [{ command: /^skopeo inspect/, status: 1 }],
    },
  ],
  ['by buildx of two platforms', { checked: ['build', 'build', 'test-unit'], pushed: ['login', 'push all'] }],
  [
    'by towline',
    {
      checked: ['build', 'test-unit'],
      pushed: ['login', `push ${sha}`],
      missing: [{ command: /^jenkins-bridge image inspect/, status: 1 }],
    },
  ],
];

const untilUnit = (checked: readonly string[]): readonly string[] => checked.slice(0, checked.indexOf('test-unit') + 1);

describeBehaviours(
  means.flatMap(([pipeline, { checked, pushed, missing = [] }]) =>
    behavioursOf(pipeline, [
      {
        fact: 'pushes the commit, then moves latest',
        answers: missing,
        deeds: [...checked, ...pushed, 'tag latest'],
        result: 'SUCCESS',
      },
      {
        fact: 'signs in nowhere when a test is unstable',
        answers: [unstable],
        deeds: untilUnit(checked),
        result: 'UNSTABLE',
      },
      {
        fact: 'pushes nothing when it is aborted in a test',
        answers: [{ command: 'test-unit', interrupt: 'abort' }],
        deeds: untilUnit(checked),
        result: 'ABORTED',
      },
      {
        fact: 'moves latest to the image of a descendant that was faster',
        answers: [...missing, look(newer)],
        deeds: [...checked, ...pushed, `tag latest as ${newer}`],
        result: 'SUCCESS',
      },
      {
        fact: 'leaves latest in a shallow clone, and warns',
        answers: [...missing, look('!shallow')],
        deeds: [...checked, ...pushed],
        result: 'SUCCESS',
        told: /WARNING.*shallow/,
      },
      {
        fact: 'leaves latest where the commit is not on its branch',
        answers: [...missing, look('!off-branch')],
        deeds: [...checked, ...pushed],
        result: 'SUCCESS',
        told: /latest stays where it is/,
      },
    ] satisfies readonly Omit<Behaviour, 'pipeline'>[]),
  ),
);

describeBehaviours([
  ...behavioursOf('by towline', [
    {
      fact: 'keeps the same content that is there, and moves latest to it',
      deeds: ['build', 'test-unit', 'login', 'tag latest'],
      result: 'SUCCESS',
      told: /is there already, with the same content\./,
    },
    {
      fact: 'keeps other content that is there, and warns',
      answers: [{ command: '--raw', status: 1 }],
      deeds: ['build', 'test-unit', 'login', 'tag latest'],
      result: 'SUCCESS',
      told: /WARNING.*is there already with other content/,
    },
  ]),
  ...behavioursOf('by podman of two platforms', [
    {
      fact: 'keeps what is there, and says that it cannot compare',
      deeds: ['build', 'test-unit', 'login', 'tag latest'],
      result: 'SUCCESS',
      told: /WARNING.*is there already and stays, with the same content or with another one/,
    },
  ]),
  ...behavioursOf('immutable', [
    {
      fact: 'says so where the same content is there',
      deeds: ['build', 'test-unit', 'login'],
      result: 'SUCCESS',
      told: /is there already, with the same content\.[\s\S]*WARNING.*latest/,
    },
    {
      fact: 'warns where other content is there',
      answers: [{ command: '--verbose', status: 1 }],
      deeds: ['build', 'test-unit', 'login'],
      result: 'SUCCESS',
      told: /WARNING.*is there already with other content/,
    },
  ]),
  ...behavioursOf('of a role', [
    { fact: 'signs in and pushes as that role', deeds: ['build', 'test-unit', ...published], result: 'SUCCESS' },
    {
      fact: 'takes no role when a test is unstable',
      answers: [unstable],
      deeds: ['build', 'test-unit'],
      result: 'UNSTABLE',
    },
  ]),
  ...behavioursOf('of the agent', [
    {
      fact: 'pushes by the helper of the agent',
      deeds: ['build', 'test-unit', 'login by config.json', `push ${sha}`, 'tag latest'],
      result: 'SUCCESS',
    },
    {
      fact: 'writes no configuration when a test is unstable',
      answers: [unstable],
      deeds: ['build', 'test-unit'],
      result: 'UNSTABLE',
    },
  ]),
  ...behavioursOf('with gated tags', [
    { fact: 'leaves out a tag of another branch', deeds: ['build', 'test-unit', ...published], result: 'SUCCESS' },
    {
      fact: 'moves latest of a Git tag that is on its branch',
      build: { env: { BRANCH_NAME: 'v1', TAG_NAME: 'v1' } },
      deeds: ['build', 'test-unit', ...published],
      result: 'SUCCESS',
    },
    {
      fact: 'pushes nothing of a change request',
      build: { env: { BRANCH_NAME: 'PR-1', CHANGE_ID: '1', CHANGE_TARGET: 'main' } },
      deeds: ['build', 'test-unit'],
      result: 'SUCCESS',
    },
  ]),
]);
