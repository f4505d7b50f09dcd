import { describe, expect, it } from '@jest/globals';
import { answerBy, describeEngine, type PipelineBuild, type PipelineResult } from '@towline/test-kit/groovy';
import { type Behaviour, sha } from './behaviour.js';
import { deedsOf } from './normal-form.js';
import { type PipelineName, pipelines } from './pipelines.js';
import { type Subject, subjects } from './subjects.js';

/** It answers with an empty body, and curl prints the status behind it. */
const updater = { command: '/api/v1/refresh', stdout: '\n202' };
/** What the commands that save images leave behind. */
const saved = Object.fromEntries(
  ['image-0', 'node-0-0', 'node-0-1'].map((name) => [`towline-${name}.tar`, 'an image']),
);

/** Runs a build of a pipeline, in a world where all goes well. */
export type RunPipeline = (pipeline: PipelineName, more?: Partial<PipelineBuild>) => Promise<PipelineResult>;

/** Holds the library and both syntaxes of the generated file to behaviours, and to what `more` says. */
export function describeBehaviours(rows: readonly Behaviour[], more?: (run: RunPipeline) => void): void {
  describeEngine('a pipeline', (engine) => {
    describe.each(subjects)('as $name', (subject: Subject) => {
      const run: RunPipeline = (pipeline, more = {}) => {
        const { files, ...build } = subject.build(pipelines[pipeline]);
        const usual = { commit: sha, env: { BRANCH_NAME: 'main' }, answer: answerBy([updater]) };
        return engine.run({ ...build, files: { ...saved, ...files }, ...usual, ...more });
      };

      it.each(rows)('$pipeline $fact', async ({ pipeline, answers = [], build, deeds, result, told = /^/ }) => {
        const ended = await run(pipeline, { answer: answerBy([...answers, updater]), ...build });
        expect({ result: ended.result, deeds: deedsOf(ended.calls, sha) }).toEqual({ result, deeds });
        expect([...ended.log, ended.error?.message].join('\n')).toMatch(told);
      });

      more?.(run);
    });
  });
}
