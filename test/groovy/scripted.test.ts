import { describe, expect, it } from '@jest/globals';
import { answerBy, commandsOf, describeEngine, type StepCall } from '@towline/test-kit/groovy';

const commit = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const fourStages = `
node {
  def image
  stage('Clone repository') { checkout scm }
  stage('Build image') { image = docker.build('shop/cart') }
  stage('Test') {
    image.inside { sh 'npm test' }
    junit 'reports/*.xml'
    if (currentBuild.currentResult != 'SUCCESS') { error 'the tests did not pass' }
  }
  stage('Push image') {
    def sha = sh(script: 'git rev-parse HEAD', returnStdout: true).trim()
    docker.withRegistry('https://${registry}', 'ecr:eu-west-1:ecrUser') {
      image.push(sha)
      image.push('latest')
    }
  }
}`;

const at = (call: StepCall) => `${call.stage}: ${call.step}`;

describeEngine('a scripted pipeline', (engine) => {
  describe('of four stages', () => {
    it('runs the commands of docker-workflow, in order', async () => {
      const result = await engine.run({ script: fourStages, commit });
      expect(result).toMatchObject({ result: 'SUCCESS', error: null });
      expect(commandsOf(result)).toEqual([
        'docker build -t shop/cart .',
        'docker inspect -f . shop/cart',
        'npm test',
        'git rev-parse HEAD',
        `docker tag shop/cart ${registry}/shop/cart:${commit}`,
        `docker push ${registry}/shop/cart:${commit}`,
        `docker tag shop/cart ${registry}/shop/cart:latest`,
        `docker push ${registry}/shop/cart:latest`,
      ]);
    });

    it('calls its steps where they belong', async () => {
      const { calls } = await engine.run({ script: fourStages });
      const login = calls.find((call) => call.step === 'withDockerRegistry');
      expect(login).toMatchObject({
        stage: 'Push image',
        arguments: { url: `https://${registry}`, credentialsId: 'ecr:eu-west-1:ecrUser' },
        within: ['node', 'stage', 'withEnv'],
      });
      const pushes = calls.filter((call) => call.command?.startsWith('docker push'));
      expect(pushes.map((call) => call.within.includes('withDockerRegistry'))).toEqual([true, true]);
      const test = calls.find((call) => call.command === 'npm test');
      expect(test?.within).toEqual(['node', 'stage', 'withDockerContainer']);
    });

    it('goes no further where the tests fail', async () => {
      const answer = answerBy([{ command: 'npm test', status: 1 }]);
      const result = await engine.run({ script: fourStages, answer });
      expect(result).toMatchObject({
        result: 'FAILURE',
        stages: { 'Build image': 'SUCCESS', Test: 'FAILURE' },
        error: { type: 'hudson.AbortException', message: 'script returned exit code 1' },
      });
      expect(result.calls.map(at)).not.toContain('Push image: withDockerRegistry');
      expect(Object.keys(result.stages)).not.toContain('Push image');
    });

    it('is unstable where junit says so, and the script sees it', async () => {
      const script = `node { junit 'a.xml'; echo currentBuild.result }`;
      const result = await engine.run({ script, answer: answerBy([{ step: 'junit', result: 'UNSTABLE' }]) });
      expect(result).toMatchObject({ result: 'UNSTABLE', log: ['UNSTABLE', 'Finished: UNSTABLE'] });
    });

    it('pushes each tag once where the controller restarts between the two', async () => {
      const undisturbed = await engine.run({ script: fourStages });
      const first = undisturbed.calls.find((call) => call.command?.startsWith('docker push'));
      const result = await engine.run({ script: fourStages, restartAt: first?.index });
      expect(result.log).toContain('Resuming build after a restart');
      expect(result.calls).toEqual(undisturbed.calls);
      expect(result.result).toBe('SUCCESS');
    });
  });

  describe('knows', () => {
    it.each([
      [
        'the variables of blocks, the build and env',
        `env.A = '1'\nwithEnv(['B=2']) { echo "\${A}\${env.B}\${BUILD_NUMBER}\${env.NOPE}" }`,
        '127null',
      ],
      ['paths that grow', `withEnv(['PATH=/bin']) { withEnv(['PATH+X=/x']) { echo PATH } }`, '/x:/bin'],
      ['parameters', 'echo params.TARGET + TARGET', 'prodprod'],
      ['what a checkout gives back', 'node { echo checkout(scm).GIT_COMMIT }', commit],
      ['files of a checkout', `node { checkout scm; echo readFile('a/b.txt') }`, 'hello'],
      ['folders', `node { checkout scm; dir('a') { echo readFile('b.txt') } }`, 'hello'],
      ['YAML as Jenkins reads it', `node { checkout scm; echo "\${readYaml(file: 'a.yaml')}" }`, '[true:[1, 2]]'],
      [
        'stashes between nodes',
        `node { checkout scm; stash name: 's', includes: 'a/**' }\nnode { unstash 's'; echo readFile('a/b.txt') }`,
        'hello',
      ],
      ['that each node begins empty', `node { checkout scm }\nnode { echo "\${fileExists('a/b.txt')}" }`, 'false'],
      ['print', `def say = { println 'said' }\nsay()`, 'said'],
      ['methods of the script', `def twice(x) { x + x }\necho twice('a')`, 'aa'],
      ['code that it loads', `node { writeFile file: 'x.groovy', text: 'echo "loaded"'; load 'x.groovy' }`, 'loaded'],
    ])('%s', async (_what, script, line) => {
      const files = { 'a/b.txt': 'hello', 'a.yaml': 'on: [1, 2]\n' };
      const result = await engine.run({ script, files, commit, buildNumber: 7, params: { TARGET: 'prod' } });
      expect(result.error).toBeNull();
      expect(result.log[0]).toBe(line);
    });

    it('credentials, which the log masks and an interpolated command shows', async () => {
      const script = `node { withCredentials([string(credentialsId: 'id', variable: 'TOKEN')]) { sh "curl $TOKEN"; sh 'curl $TOKEN' } }`;
      const result = await engine.run({ script });
      expect(commandsOf(result)).toEqual(['curl secret(id:variable)', 'curl $TOKEN']);
      expect(result.log[0]).toBe('+ curl ****');
      expect(result.calls.at(-1)?.env).toMatchObject({ TOKEN: 'secret(id:variable)' });
    });
  });

  describe('decides', () => {
    it.each([
      [
        'catchError',
        `catchError(buildResult: 'UNSTABLE', stageResult: 'FAILURE') { error 'x' }`,
        'UNSTABLE',
        'FAILURE',
      ],
      ['warnError', `warnError('careful') { error 'x' }`, 'UNSTABLE', 'UNSTABLE'],
      ['unstable', `unstable 'x'`, 'UNSTABLE', 'UNSTABLE'],
      ['a caught error', `try { error 'x' } catch (e) { echo e.message }`, 'SUCCESS', 'SUCCESS'],
      [
        'results that only get worse',
        `currentBuild.result = 'FAILURE'\ncurrentBuild.result = 'SUCCESS'`,
        'FAILURE',
        'SUCCESS',
      ],
    ])('%s', async (_what, body, result, stage) => {
      const script = `stage('S') { ${body} }`;
      expect(await engine.run({ script })).toMatchObject({ result, stages: { S: stage }, error: null });
    });

    it('how often to retry', async () => {
      const script = `node { retry(3) { sh 'flaky' } }`;
      const once = await engine.run({ script, answer: answerBy([{ command: 'flaky', status: 1, times: 2 }]) });
      expect({ result: once.result, commands: commandsOf(once) }).toEqual({
        result: 'SUCCESS',
        commands: ['flaky', 'flaky', 'flaky'],
      });
      const always = await engine.run({ script, answer: answerBy([{ command: 'flaky', status: 1 }]) });
      expect({ result: always.result, commands: commandsOf(always).length }).toEqual({
        result: 'FAILURE',
        commands: 3,
      });
    });

    it.each([
      ['timeout', `node { timeout(5) { sh 'slow' } }`, 'Timeout has been exceeded'],
      ['abort', `node { retry(3) { sh 'slow' } }`, 'Aborted by a user'],
      ['reject', `input 'slow'`, 'Rejected by a user'],
    ] as const)('that an interruption aborts: %s', async (interrupt, script, message) => {
      const answer = (call: StepCall) =>
        call.arguments.script === 'slow' || call.step === 'input' ? { interrupt } : undefined;
      const result = await engine.run({ script, answer });
      expect(result).toMatchObject({ result: 'ABORTED', error: { message } });
      expect(result.calls.filter((call) => call.arguments.script === 'slow').length).toBeLessThan(2);
    });
  });
});
