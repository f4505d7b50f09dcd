import { describe, expect, it } from '@jest/globals';
import {
  answerBy,
  commandsOf,
  describeEngine,
  type PipelineBuild,
  type PipelineResult,
} from '@towline/test-kit/groovy';
import { oneStage } from './one-stage.js';

const steps = (result: PipelineResult) => result.calls.map((call) => call.step);
const echoed = (result: PipelineResult) =>
  result.calls.filter((call) => call.step === 'echo').map((call) => call.arguments.message);

describeEngine('a declarative pipeline', (engine) => {
  /** Runs what must not end by a defect of the pipeline. */
  const run = async (script: string, build: Partial<PipelineBuild> = {}) => {
    const result = await engine.run({ script, ...build });
    expect(result.error?.findings ?? []).toEqual([]);
    return result;
  };

  describe('opens its blocks', () => {
    it('in the order of Jenkins', async () => {
      const result = await run(`pipeline {
        agent { label 'linux' }
        options {
          timeout(time: 1, unit: 'HOURS')
          buildDiscarder(logRotator(numToKeepStr: '5'))
          timestamps()
        }
        parameters { string(name: 'TARGET', defaultValue: 'dev') }
        triggers { pollSCM('H/5 * * * *') }
        environment {
          A = 'a'
          B = "\${A}-\${params.TARGET}"
          LOGIN = credentials('login')
        }
        tools { maven 'M3' }
        stages { stage('S') { steps { sh "make \${B}" } } }
      }`);
      expect(result.error).toBeNull();
      expect(steps(result)).toEqual(
        [
          'properties',
          'node',
          'stage',
          'checkout',
          'withEnv',
          'withCredentials',
          'withEnv',
          'timeout',
          'timestamps',
        ].concat(['tool', 'envVarsForTool', 'withEnv', 'stage', 'sh']),
      );
      expect(result.calls[0]?.arguments.properties).toEqual([
        { $symbol: 'buildDiscarder', value: { $symbol: 'logRotator', numToKeepStr: '5' } },
        { $symbol: 'parameters', value: [{ $symbol: 'string', name: 'TARGET', defaultValue: 'dev' }] },
        { $symbol: 'pipelineTriggers', value: [{ $symbol: 'pollSCM', value: 'H/5 * * * *' }] },
      ]);
      expect(result.calls.at(-1)).toMatchObject({
        command: 'make a-dev',
        node: 'linux',
        env: { A: 'a', B: 'a-dev', LOGIN_USR: 'secret(login:usernameVariable)' },
      });
    });

    it.each([
      ['no agent', 'agent none', '', ['stage', 'echo']],
      ['any', 'agent any', '', ['node', 'stage', 'checkout', 'withEnv', 'stage', 'echo']],
      ['no checkout', 'agent any', 'options { skipDefaultCheckout() }', ['node', 'stage', 'echo']],
      [
        'a checkout',
        'agent any',
        'options { skipDefaultCheckout(false) }',
        ['node', 'stage', 'checkout', 'withEnv', 'stage', 'echo'],
      ],
      [
        'another folder',
        `agent { node { label 'x'; customWorkspace '/w' } }`,
        '',
        ['node', 'ws', 'stage', 'checkout', 'withEnv', 'stage', 'echo'],
      ],
      [
        'a pod',
        `agent { kubernetes { yaml 'kind: Pod'; defaultContainer 'node' } }`,
        '',
        ['podTemplate', 'node', 'stage', 'checkout', 'withEnv', 'container', 'stage', 'echo'],
      ],
    ])('for %s', async (_what, agent, options, expected) => {
      const result = await run(`pipeline {\n${agent}\n${options}\nstages { stage('S') { steps { echo 'x' } } }\n}`);
      expect(steps(result)).toEqual(expected);
    });

    it.each([
      [`docker 'node:20'`, ['docker inspect -f . node:20', 'x']],
      [`docker { image 'node:20'; alwaysPull true }`, ['docker pull node:20', 'docker inspect -f . node:20', 'x']],
      [
        `dockerfile { filename 'Test.Dockerfile'; dir 'ci' }`,
        [
          'docker build -t declarative-agent -f "ci/Test.Dockerfile" "ci"',
          'docker inspect -f . declarative-agent',
          'x',
        ],
      ],
    ])('for a stage in a container: %s', async (agent, commands) => {
      const result = await run(oneStage(`agent { ${agent} }\nsteps { sh 'x' }`).replace('agent any', 'agent none'));
      expect(commandsOf(result)).toEqual(commands);
      expect(result.calls.at(-1)?.within).toEqual(['stage', 'node', 'withEnv', 'withDockerContainer']);
    });

    it('on the node of the pipeline, where a stage reuses it', async () => {
      const result = await run(oneStage(`agent { docker { image 'a'; reuseNode true } }\nsteps { sh 'x' }`));
      expect(steps(result).filter((step) => step === 'node')).toEqual(['node']);
    });
  });

  describe('runs a stage when', () => {
    it.each([
      [`branch 'main'`, { BRANCH_NAME: 'main' }, true],
      [`branch 'main'`, { BRANCH_NAME: 'dev' }, false],
      [`branch 'release/*'`, { BRANCH_NAME: 'release/1' }, true],
      [`branch 'release/*'`, { BRANCH_NAME: 'release/1/a' }, false],
      [`branch 'release/**'`, { BRANCH_NAME: 'release/1/a' }, true],
      [`branch pattern: 'v\\\\d+', comparator: 'REGEXP'`, { BRANCH_NAME: 'v12' }, true],
      [`branch 'main'`, {}, false],
      [`tag 'v*'`, { TAG_NAME: 'v1' }, true],
      ['buildingTag()', {}, false],
      ['changeRequest()', { CHANGE_ID: '7' }, true],
      [`changeRequest target: 'main'`, { CHANGE_ID: '7', CHANGE_TARGET: 'dev' }, false],
      [`environment name: 'A', value: 'b'`, { A: 'b' }, true],
      [`equals expected: 2, actual: 1 + 1`, {}, true],
      ['expression { return false }', {}, false],
      [`expression { env.A == 'b' }`, { A: 'b' }, true],
      [`triggeredBy 'TimerTrigger'`, {}, true],
      [`changeset 'src/**'`, {}, true],
      [`not { branch 'main' }`, { BRANCH_NAME: 'main' }, false],
      [`anyOf { branch 'main'; tag 'v*' }`, { TAG_NAME: 'v1' }, true],
      [`allOf { branch 'main'; tag 'v*' }`, { TAG_NAME: 'v1' }, false],
      [`branch 'main'\nexpression { false }`, { BRANCH_NAME: 'main' }, false],
    ])('%s %j: %s', async (when, env, runs) => {
      const script = oneStage(`when {\n${when}\n}\nsteps { echo 'ran' }`);
      const result = await run(script, { env, trigger: 'TimerTrigger', changedFiles: ['src/a/b.ts'] });
      expect(result.error).toBeNull();
      expect(echoed(result)).toEqual(runs ? ['ran'] : []);
      expect(result.stages.S).toBe(runs ? 'SUCCESS' : 'SKIPPED');
    });

    it.each([
      ['after the agent was taken', '', true],
      ['before it is taken', 'beforeAgent true\n', false],
    ])('it decides %s', async (_what, flag, takes) => {
      const script = oneStage(`agent { label 'x' }\nwhen {\n${flag}expression { false }\n}\nsteps { echo 'ran' }`);
      const result = await run(script);
      expect(result.calls.some((call) => call.arguments.label === 'x')).toBe(takes);
      expect(result.stages.S).toBe('SKIPPED');
    });

    it.each([
      ['after the input', '', true],
      ['before it', 'beforeInput true\n', false],
    ])('it decides %s', async (_what, flag, asks) => {
      const script = oneStage(`input { message 'go?' }\nwhen {\n${flag}expression { false }\n}\nsteps { echo 'ran' }`);
      expect(steps(await run(script)).includes('input')).toBe(asks);
    });
  });

  describe('runs post', () => {
    const post = `post {
      cleanup { echo 'cleanup' }
      unsuccessful { echo 'unsuccessful' }
      unstable { echo 'unstable' }
      success { echo 'success' }
      failure { echo 'failure' }
      aborted { echo 'aborted' }
      regression { echo 'regression' }
      fixed { echo 'fixed' }
      changed { echo 'changed' }
      always { echo 'always' }
    }`;

    it.each([
      ['a success', {}, 'SUCCESS', ['always', 'success', 'cleanup']],
      ['a success after a failure', {}, 'FAILURE', ['always', 'changed', 'fixed', 'success', 'cleanup']],
      [
        'a failure',
        { status: 1 },
        'SUCCESS',
        ['always', 'changed', 'regression', 'failure', 'unsuccessful', 'cleanup'],
      ],
      ['instability', { result: 'UNSTABLE' }, 'UNSTABLE', ['always', 'unstable', 'unsuccessful', 'cleanup']],
      ['an abort', { interrupt: 'abort' }, 'ABORTED', ['always', 'aborted', 'unsuccessful', 'cleanup']],
    ] as const)('after %s, in order, of stages and of the whole', async (_what, answer, previousResult, expected) => {
      const build = { answer: answerBy([{ command: 'x', ...answer }]), previousResult };
      expect(echoed(await run(oneStage(`steps { sh 'x' }\n${post}`), build))).toEqual(expected);
      const whole = await run(oneStage(`steps { sh 'x' }`).replace(/}$/, `${post}\n}`), build);
      expect(echoed(whole)).toEqual(expected);
      expect(whole.calls.at(-1)).toMatchObject({ stage: 'Declarative: Post Actions', node: '' });
    });

    it('to its end where one of its conditions fails', async () => {
      const result = await run(
        oneStage(`steps { echo 'x' }\npost {\nalways { error 'broken' }\ncleanup { echo 'cleanup' }\n}`),
      );
      expect(result).toMatchObject({ result: 'FAILURE', error: { message: 'broken' } });
      expect(echoed(result)).toEqual(['x', 'cleanup']);
    });

    it('outside a node where the agent was never taken', async () => {
      const result = await run(oneStage(`steps { echo 'x' }`).replace(/}$/, `post { always { echo 'told' } }\n}`), {
        answer: answerBy([{ step: 'node', fail: 'no such label' }]),
      });
      expect(result.error?.message).toBe('no such label');
      expect(result.calls.at(-1)).toMatchObject({ arguments: { message: 'told' }, node: null });
    });
  });
});
