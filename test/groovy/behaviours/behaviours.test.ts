import { describe, expect, it } from '@jest/globals';
import { answerBy, describeEngine, type PipelineBuild } from '@towline/test-kit/groovy';
import { behaviours, sha } from './behaviours.js';
import { deedsOf } from './normal-form.js';
import { type PipelineName, pipelines } from './pipelines.js';
import { type Subject, subjects } from './subjects.js';

/** It answers with an empty body, and curl prints the status behind it. */
const updater = { command: '/api/v1/refresh', stdout: '\n202' };
/** What the commands that save images leave behind. */
const saved = Object.fromEntries(
  ['image-0', 'node-0-0', 'node-0-1'].map((name) => [`towline-${name}.tar`, 'an image']),
);

describeEngine('a pipeline', (engine) => {
  describe.each(subjects)('as $name', (subject: Subject) => {
    const run = (pipeline: PipelineName, more: Partial<PipelineBuild> = {}) => {
      const { files, ...build } = subject.build(pipelines[pipeline]);
      const usual = { commit: sha, env: { BRANCH_NAME: 'main' }, answer: answerBy([updater]) };
      return engine.run({ ...build, files: { ...saved, ...files }, ...usual, ...more });
    };

    it.each(behaviours)('$pipeline $fact', async ({ pipeline, answers = [], build, deeds, result, told = /^/ }) => {
      const ended = await run(pipeline, { answer: answerBy([...answers, updater]), ...build });
      expect({ result: ended.result, deeds: deedsOf(ended.calls, sha) }).toEqual({ result, deeds });
      expect(ended.log.join('\n')).toMatch(told);
    });

    it('holds no agent while it asks', async () => {
      const { calls } = await run('gated');
      expect(calls.flatMap(({ step, node }) => (step === 'input' ? [node] : []))).toEqual([null]);
    });

    it('takes no harm from a restart between two pushes', async () => {
      const undisturbed = await run('simplest');
      const restartAt = undisturbed.calls.findIndex(({ command }) => command?.startsWith('docker push'));
      const { result, calls } = await run('simplest', { restartAt });
      expect({ result, deeds: deedsOf(calls, sha) }).toEqual({
        result: 'SUCCESS',
        deeds: deedsOf(undisturbed.calls, sha),
      });
    });
  });
});
