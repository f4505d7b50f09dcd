import { describe, expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';
import { oneStage } from './one-stage.js';

describeEngine('a declarative pipeline', (engine) => {
  describe('is refused', () => {
    const good = `stages { stage('S') { steps { echo 'x' } } }`;
    it.each([
      ['without an agent', `pipeline {\n${good}\n}`, 'Missing required section "agent"'],
      ['without stages', 'pipeline {\nagent any\n}', 'Missing required section "stages"'],
      ['with empty stages', 'pipeline {\nagent any\nstages { }\n}', 'No stages specified'],
      ['with an unknown section', `pipeline {\nagent any\nstagess { }\n${good}\n}`, 'Undefined section "stagess"'],
      [
        'with a section twice',
        `pipeline {\nagent any\nagent none\n${good}\n}`,
        'Multiple occurrences of the agent section',
      ],
      [
        'with an unknown agent',
        `pipeline {\nagent { dcoker 'a' }\n${good}\n}`,
        'Invalid agent type "dcoker" specified',
      ],
      [
        'with a docker agent without image',
        `pipeline {\nagent { docker { args 'a' } }\n${good}\n}`,
        'Missing required parameter for agent type "docker": image',
      ],
      [
        'with an unknown option',
        oneStage(`steps { echo 'x' }`, 'options { timeot(1) }'),
        'Invalid option type "timeot"',
      ],
      [
        'with an unknown trigger',
        oneStage(`steps { echo 'x' }`, `triggers { crno('x') }`),
        'Invalid trigger type "crno"',
      ],
      [
        'with a variable twice',
        oneStage(`environment {\nA = '1'\nA = '2'\n}\nsteps { echo 'x' }`),
        'Duplicate environment variable name: "A"',
      ],
      [
        'with a variable that is no string',
        oneStage(`environment { A = [1] }\nsteps { echo 'x' }`),
        'Environment variable values must',
      ],
      ['with steps outside steps', oneStage(`sh 'x'`), 'Unknown stage section "sh"'],
      [
        'with a stage without steps',
        oneStage('agent any'),
        'Expected one of "steps", "stages", or "parallel" for stage "S"',
      ],
      [
        'with steps and stages',
        oneStage(`steps { echo 'x' }\nstages { stage('T') { steps { echo 'x' } } }`),
        'Only one of "matrix", "parallel", "stages", or "steps" allowed',
      ],
      ['with empty steps', oneStage('steps { }'), 'No steps specified for branch'],
      ['with a definition in steps', oneStage('steps { def a = 1 }'), 'Expected a step'],
      [
        'with docker outside script',
        oneStage(`steps { docker.build('a') }`),
        'Method calls on objects not allowed outside "script" blocks.',
      ],
      [
        'with the same in a block',
        oneStage(`steps { dir('a') { docker.build('a') } }`),
        'Method calls on objects not allowed outside "script" blocks.',
      ],
      [
        'with an unknown condition of post',
        oneStage(`steps { echo 'x' }\npost { allways { echo 'x' } }`),
        'Invalid condition "allways"',
      ],
      [
        'with an unknown condition of when',
        oneStage(`when { brnach 'x' }\nsteps { echo 'x' }`),
        'Unknown conditional brnach',
      ],
      ['with an empty when', oneStage(`when { }\nsteps { echo 'x' }`), 'Empty when closure'],
      [
        'with a name twice',
        `pipeline {\nagent any\nstages {\nstage('S') { steps { echo 'x' } }\nstage('S') { steps { echo 'x' } }\n}\n}`,
        'Duplicate stage name: "S"',
      ],
      [
        'with branches in branches',
        oneStage(`parallel { stage('A') { parallel { stage('B') { steps { echo 'x' } } } } }`),
        'Parallel stages or branches can only be included in a top-level stage.',
      ],
      [
        'with an agent around branches',
        oneStage(`agent any\nparallel { stage('A') { steps { echo 'x' } } }`),
        '"agent" is not allowed in stage "S"',
      ],
      [
        'with an input without message',
        oneStage(`input { ok 'go' }\nsteps { echo 'x' }`),
        'No message specified for input',
      ],
      [
        'with a matrix without axes',
        oneStage(`matrix { stages { stage('A') { steps { echo 'x' } } } }`),
        'Missing required section "axes"',
      ],
    ])('%s', async (_what, script, message) => {
      const { result, calls, error } = await engine.run({ script });
      expect({ result, calls }).toEqual({ result: 'FAILURE', calls: [] });
      expect(error?.findings.map((finding) => finding.message).join('\n')).toContain(message);
    });

    it('for all its mistakes at once, each with its position', async () => {
      const { error } = await engine.run({
        script: `pipeline {\n  stages {\n    stage('S') {\n      sh 'x'\n    }\n  }\n}`,
      });
      expect(error?.findings.map(({ line, column }) => [line, column])).toEqual([
        [1, 1],
        [4, 7],
        [3, 5],
      ]);
    });
  });
});
