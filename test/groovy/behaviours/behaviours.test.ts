import { describe, expect, it } from '@jest/globals';
import {
  type AnswerRule,
  answerBy,
  type BuildResult,
  describeEngine,
  type PipelineBuild,
} from '@towline/test-kit/groovy';
import { deedsOf } from './normal-form.js';
import { type PipelineName, pipelines } from './pipelines.js';
import { subjects } from './subjects.js';

const sha = '0123456789abcdef0123456789abcdef01234567';
const newer = 'fedcba9876543210fedcba9876543210fedcba98';
const published = ['login', `push ${sha}`, 'tag latest'];

interface Behaviour {
  readonly fact: string;
  readonly pipeline: PipelineName;
  readonly answers?: readonly AnswerRule[];
  readonly build?: Partial<PipelineBuild>;
  readonly deeds: readonly string[];
  readonly result: BuildResult;
  /** What the log tells. */
  readonly told?: string | RegExp;
}

const behaviours: readonly Behaviour[] = [
  {
    fact: 'pushes the commit, then moves latest',
    pipeline: 'simplest',
    deeds: ['build', 'test-unit', ...published],
    result: 'SUCCESS',
  },
];

describe.each(subjects)('$name', ({ build }) => {
  describeEngine('as a pipeline', (engine) => {
    it.each(behaviours)(
      '$pipeline: $fact',
      async ({ pipeline, answers = [], build: more = {}, deeds, result, told }) => {
        const ended = await engine.run({
          ...build(pipelines[pipeline]),
          commit: sha,
          env: { BRANCH_NAME: 'main' },
          answer: answerBy(answers),
          ...more,
        });
        expect({ deeds: deedsOf(ended.calls), result: ended.result, error: ended.error }).toEqual({
          deeds,
          result,
          error: null,
        });
        if (told !== undefined) expect(ended.log.join('\n')).toMatch(told);
      },
    );
  });
});
