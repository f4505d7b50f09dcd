import { describe, expect, it } from '@jest/globals';
import {
  answerBy,
  commandsOf,
  describeEngine,
  type PipelineBuild,
  type PipelineResult,
} from '@towline/test-kit/groovy';
import { oneStage } from './one-stage.js';

const echoed = (result: PipelineResult) =>
  result.calls.filter((call) => call.step === 'echo').map((call) => call.arguments.message);

describeEngine('a declarative pipeline', (engine) => {
  /** Runs what must not end by a defect of the pipeline. */
  const run = async (script: string, build: Partial<PipelineBuild> = {}) => {
    const result = await engine.run({ script, ...build });
    expect(result.error?.findings ?? []).toEqual([]);
    return result;
  };

  describe('with stages', () => {
    const two = (options: string) => `pipeline {
      agent any
      ${options}
      stages {
        stage('Test') { steps { sh 'test' } }
        stage('Push') { steps { sh 'push' } }
      }
    }`;

    it.each([
      ['goes no further after a failure', '', { status: 1 }, 'FAILURE', ['test']],
      ['pushes what is unstable', '', { result: 'UNSTABLE' }, 'UNSTABLE', ['test', 'push']],
      [
        'pushes nothing unstable where it shall not',
        'options { skipStagesAfterUnstable() }',
        { result: 'UNSTABLE' },
        'UNSTABLE',
        ['test'],
      ],
    ] as const)('%s', async (_what, options, answer, expected, commands) => {
      const result = await run(two(options), { answer: answerBy([{ command: 'test', ...answer }]) });
      expect(result.result).toBe(expected);
      expect(commandsOf(result)).toEqual(commands);
      expect(result.stages.Push).toBe(commands.length > 1 ? 'SUCCESS' : 'SKIPPED');
    });

    it('inside stages, skipped with them', async () => {
      const nested = (when: string) =>
        oneStage(`when { expression { ${when} } }\nstages { stage('In') { steps { sh 'x' } } }`);
      expect((await run(nested('true'))).calls.at(-1)).toMatchObject({ command: 'x', stage: 'S / In' });
      expect((await run(nested('false'))).stages).toMatchObject({ S: 'SKIPPED', 'S / In': 'SKIPPED' });
    });

    const branches = (failFast: string) =>
      oneStage(`${failFast}
        parallel {
          stage('A') { steps { sh 'a1' } }
          stage('B') {
            steps {
              sh 'b1'
              sh 'b2'
            }
          }
        }
        post { failure { echo 'one failed' } }`);

    it.each([
      ['side by side', '', {}, ['a1', 'b1', 'b2'], 'SUCCESS'],
      ['side by side, to the end of each', '', { status: 1 }, ['a1', 'b1', 'b2'], 'SUCCESS'],
      ['side by side, until the first fails', 'failFast true', { status: 1 }, ['a1', 'b1'], 'ABORTED'],
    ] as const)('%s', async (_what, failFast, answer, commands, other) => {
      const result = await run(branches(failFast), { answer: answerBy([{ command: 'a1', ...answer }]) });
      expect(commandsOf(result)).toEqual(commands);
      expect(result.stages['S / B']).toBe(other);
      expect(result.result).toBe('status' in answer ? 'FAILURE' : 'SUCCESS');
      expect(echoed(result)).toEqual('status' in answer ? ['one failed'] : []);
    });

    it('for each cell of a matrix', async () => {
      const result = await run(
        oneStage(`matrix {
          agent { label "\${OS}-agent" }
          axes {
            axis { name 'OS'; values 'linux', 'windows' }
            axis { name 'JDK'; values '17', '21' }
          }
          excludes {
            exclude {
              axis { name 'OS'; values 'windows' }
              axis { name 'JDK'; notValues '21' }
            }
          }
          stages { stage('Build') { steps { echo "\${OS} \${JDK}" } } }
        }`),
      );
      const seen = result.calls.filter((call) => call.step === 'echo').map((call) => [call.node, call.stage]);
      expect(seen).toEqual([
        ['linux-agent', `S / Matrix - OS = 'linux', JDK = '17' / Build`],
        ['linux-agent', `S / Matrix - OS = 'linux', JDK = '21' / Build`],
        ['windows-agent', `S / Matrix - OS = 'windows', JDK = '21' / Build`],
      ]);
    });

    it('an input, whose answer they see', async () => {
      const input = `input {\nmessage 'go?'\nparameters { string(name: 'WHERE') }\n}`;
      const answer = answerBy([{ step: 'input', value: { WHERE: 'prod' } }]);
      const result = await run(oneStage(`${input}\nsteps { echo WHERE }`), { answer });
      expect(echoed(result)).toEqual(['prod']);
    });

    it('a script, in which all of Groovy may stand', async () => {
      const script = `def all = []\nfor (int i = 0; i < 2; i++) { all.add(i) }\necho all.join(',')`;
      expect(echoed(await run(oneStage(`steps { script { ${script} } }`)))).toEqual(['0,1']);
    });

    it('of which each survives a restart', async () => {
      const script = branches('').replace(`sh 'a1'`, `script { docker.build('a').push('b') }`);
      const undisturbed = await run(script);
      for (let step = 0; step < undisturbed.calls.length; step++) {
        expect((await run(script, { restartAt: step })).calls).toEqual(undisturbed.calls);
      }
    });
  });
});
