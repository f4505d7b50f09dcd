import { describe, expect, it } from '@jest/globals';
import { answerBy, describeEngine } from '@towline/test-kit/groovy';
import { behaviours, sha } from './behaviours.js';
import { deedsOf } from './normal-form.js';
import { pipelines } from './pipelines.js';
import { subjects } from './subjects.js';

/** It answers with an empty body, and curl prints the status behind it. */
const updater = { command: '/api/v1/refresh', stdout: '\n202' };

describeEngine('a pipeline', (engine) => {
  describe.each(subjects)('as $name', (subject) => {
    it.each(behaviours)('$pipeline $fact', async ({ pipeline, answers = [], build, deeds, result, told = /^/ }) => {
      const ended = await engine.run({
        ...subject.build(pipelines[pipeline]),
        commit: sha,
        env: { BRANCH_NAME: 'main' },
        answer: answerBy([...answers, updater]),
        ...build,
      });
      expect({ result: ended.result, deeds: deedsOf(ended.calls, sha) }).toEqual({ result, deeds });
      expect(ended.log.join('\n')).toMatch(told);
    });
  });
});
