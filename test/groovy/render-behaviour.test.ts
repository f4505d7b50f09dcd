import { describe, expect, it } from '@jest/globals';
import {
  type AnswerRule,
  answerBy,
  commandsOf,
  describeEngine,
  type PipelineBuild,
  type PipelineResult,
} from '@towline/test-kit/groovy';
import { renderedFile, type Syntax, syntaxes } from './rendered.js';

const sha = '0123456789abcdef0123456789abcdef01234567';
const newer = 'f'.repeat(40);
const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const look = 'git rev-list';

/** What changes something in a registry, or signs in to one: `login`, `push cart:latest`, `copy a to b`, `index cart:…`. */
function publishedBy({ calls }: PipelineResult): readonly string[] {
  return calls.flatMap(({ step, command = '', env = {} }) => {
    if (step === 'withDockerRegistry' || command.includes('docker login')) return ['login'];
    const [, pushed] = /^docker push (\S+)$/.exec(command) ?? [];
    if (pushed !== undefined) return [`push ${short(pushed)}`];
    const [, leg] = /&& docker push "?([^\s"]+)/.exec(command) ?? [];
    if (leg?.includes('_towline-leg_')) return [`push ${short(leg)}`];
    if (/imagetools create --tag/.test(command)) return [`index ${short(env.TO ?? '')}`];
    if (env.FROM !== undefined && env.TO !== undefined) return [`copy ${short(env.FROM)} to ${short(env.TO)}`];
    return command.includes('--push') ? [`push ${short(env.TO ?? '')}`] : [];
  });
}

function short(reference: string): string {
  return reference
    .replace(`${host}/`, '')
    .replaceAll(sha, 'SHA')
    .replaceAll(newer, 'NEWER')
    .replace(/\$\{\w+\}/g, '…');
}

describeEngine('a rendered Jenkinsfile', (engine) => {
  type Happenings = Pick<PipelineBuild, 'env' | 'params' | 'restartAt'> & { readonly rules?: readonly AnswerRule[] };
  const start = (syntax: Syntax, feature: string, { rules = [], ...more }: Happenings = {}) =>
    engine.run({
      script: renderedFile(feature, syntax),
      commit: sha,
      env: { BRANCH_NAME: 'main' },
      ...more,
      answer: answerBy([
        ...rules,
        { command: 'git describe', stdout: 'v1-2-gabc' },
        { command: 'date', stdout: '2026-11-21T14:00:00Z' },
      ]),
    });

  describe.each(syntaxes)('%s', (syntax) => {
    const run = (feature: string, happenings?: Happenings) => start(syntax, feature, happenings);
    it('pushes the commit first, then latest', async () => {
      const result = await run('four-stages');
      expect(publishedBy(result)).toEqual(['login', 'push shop/cart:SHA', 'push shop/cart:latest']);
      expect(Object.keys(result.stages)).toEqual(['Clone repository', 'Build image', 'Test', 'Push image']);
    });

    it('labels the image with its commit, its source, its time and its build', async () => {
      const build = commandsOf(await run('four-stages')).find((command) => command.startsWith('docker build'));
      for (const label of ['revision', 'source', 'created', 'version'])
        expect(build).toContain(`image.${label}="$TOWLINE_`);
      expect(build).toContain('dev.towline.build="$BUILD_URL"');
    });

    it.each<readonly [string, string, AnswerRule, string]>([
      ['a test fails', 'four-stages', { command: 'npm test', status: 1 }, 'FAILURE'],
      ['a test is aborted', 'four-stages', { command: 'npm test', interrupt: 'abort' }, 'ABORTED'],
      ['a report has failures', 'tests', { step: 'junit', result: 'UNSTABLE' }, 'UNSTABLE'],
      ['a later report has failures', 'tests', { step: 'junit', stage: 'Contract', result: 'UNSTABLE' }, 'UNSTABLE'],
      ['a scan finds something', 'scans', { command: 'trivy', status: 1 }, 'FAILURE'],
      [
        'one of several images fails its test',
        'several-images',
        { branch: 'Pay', command: 'npm test', status: 1 },
        'FAILURE',
      ],
      [
        'one of several images is not built',
        'several-images-in-turn',
        { command: /docker build .*pay/s, status: 1 },
        'FAILURE',
      ],
      [
        'one leg is not built',
        'legs',
        { branch: 'Build shop/cart linux/arm64', command: 'docker build', status: 1 },
        'FAILURE',
      ],
      [
        'one leg fails its test',
        'legs',
        { branch: 'shop/cart linux/arm64', command: 'npm test', status: 1 },
        'FAILURE',
      ],
      ['a person says no', 'approvals', { step: 'input', interrupt: 'reject' }, 'ABORTED'],
    ])('signs in nowhere and pushes nothing where %s', async (_where, feature, rule, expected) => {
      const result = await run(feature, { rules: [rule] });
      expect(result.result).toBe(expected);
      expect(publishedBy(result)).toEqual([]);
    });

    it('publishes no index where one leg is not pushed', async () => {
      const result = await run('legs', {
        rules: [{ branch: 'shop/cart linux/arm64', command: 'docker push', status: 1 }],
      });
      expect(result.result).toBe('FAILURE');
      expect(publishedBy(result).filter((each) => /index|copy/.test(each))).toEqual([]);
    });

    it('publishes the index when all legs are there, each on the node that built it', async () => {
      const result = await run('legs');
      expect(publishedBy(result).filter((each) => each !== 'login')).toEqual([
        'push shop/cart:_towline-leg_…_…_linux-amd64',
        'push shop/cart:_towline-leg_…_…_linux-arm64',
        'index shop/cart:SHA',
        'copy shop/cart:SHA to shop/cart:0123456',
        'copy shop/cart:SHA to shop/cart:latest',
      ]);
    });

    it('pushes nothing that has several images before all of them are built and tested', async () => {
      const commands = commandsOf(await run('several-images'));
      const last = Math.max(
        ...['docker build', 'npm test'].map((word) => commands.findLastIndex((each) => each.includes(word))),
      );
      expect(commands.findIndex((each) => each.startsWith('docker push'))).toBeGreaterThan(last);
    });

    it.each([
      [
        'a newer commit is published',
        { command: look, stdout: newer, times: 1 },
        ['copy shop/cart:NEWER to shop/cart:latest', 'push shop/cart:latest'],
      ],
      ['a newer one is, and stays', { command: look, stdout: newer }, ['copy shop/cart:NEWER to shop/cart:latest']],
      ['the commit is not on the branch', { command: look, stdout: '!off-branch' }, []],
      ['the clone is shallow', { command: look, stdout: '!shallow' }, []],
      ['the branch is not there', { command: look, stdout: '!not-fetched' }, []],
    ])('moves latest as it should where %s', async (_where, rule, moves) => {
      const result = await run('four-stages', { rules: [rule] });
      expect(result.result).toBe('SUCCESS');
      expect(publishedBy(result)).toEqual(['login', 'push shop/cart:SHA', ...moves]);
    });

    it('fails where the registry does not answer, and leaves latest', async () => {
      const result = await run('four-stages', { rules: [{ command: look, status: 1 }] });
      expect(result.result).toBe('FAILURE');
      expect(publishedBy(result)).toEqual(['login', 'push shop/cart:SHA']);
    });

    it.each([
      ['there', 0, []],
      ['not there', 1, ['push shop/cart:SHA']],
    ])('keeps what is in an immutable repository: %s', async (_what, status, pushes) => {
      const result = await run('immutable-without-exception', { rules: [{ command: 'manifest inspect', status }] });
      expect(publishedBy(result)).toEqual(['login', ...pushes]);
      expect(result.log.join('\n')).toContain('WARNING: latest is not pushed');
    });

    it('holds no agent while a person is waited for, and comes back to the same one', async () => {
      const { calls } = await run('approvals', { rules: [{ step: 'input', value: null }] });
      expect(calls.filter(({ step }) => step === 'input').map(({ node }) => node)).toEqual([null, null]);
      const nodes = calls.filter(({ step }) => step === 'node').map((call) => call.arguments.label);
      expect(nodes).toHaveLength(3);
      expect(nodes[0]).toBe('linux && docker');
      expect(nodes[2]).toBe(nodes[1]);
    });

    it.each([
      ['main', { PUSH: true }, {}, true],
      ['main', { PUSH: false }, {}, false],
      ['feature', { PUSH: true }, {}, false],
      ['v1', { PUSH: false }, { TAG_NAME: 'v1' }, true],
      ['v1', { PUSH: false }, { TAG_NAME: 'v1', FROZEN: 'yes' }, false],
    ])('publishes %s with %j %j: %s', async (branch, params, env, published) => {
      const more = { params, env: { BRANCH_NAME: branch, ...env } };
      expect(publishedBy(await run('gates', more)).includes('push shop/cart:SHA')).toBe(published);
    });

    it('builds nothing that no filter lets in', async () => {
      const result = await run('gates', { env: { BRANCH_NAME: 'feature' } });
      expect(result.result).toBe('NOT_BUILT');
      expect(commandsOf(result).filter((command) => command.startsWith('docker'))).toEqual([]);
    });

    it.each([
      ['failed', 'FAILURE'],
      ['held', 'UNSTABLE'],
    ])('goes no further where the rollout is %s', async (state, expected) => {
      const deliveries = [{ application: 'argocd/cart', state, reason: 'the probe', commit: 'abc' }];
      const rule = { command: '/api/v1/deliveries', stdout: JSON.stringify({ deliveries }) };
      const result = await run('after-steps', { rules: [rule] });
      expect(result).toMatchObject({ result: expected });
      expect(result.log.join('\n') + result.error?.message).toContain('the probe');
      expect(commandsOf(result)).not.toContain('./migrate.sh');
    });

    it('asks until the rollout is healthy, and never shows its token to other processes', async () => {
      const answered = (state: string, times: number): AnswerRule => ({
        command: '/api/v1/deliveries',
        stdout: JSON.stringify({ deliveries: [{ application: 'argocd/cart', state }] }),
        times,
      });
      const result = await run('after-steps', {
        rules: [answered('planned', 2), answered('synced', 1), answered('healthy', 1)],
      });
      expect(result.result).toBe('SUCCESS');
      expect(result.calls.filter(({ step }) => step === 'sleep')).toHaveLength(3);
      for (const command of commandsOf(result)) expect(command).not.toMatch(/curl[^|]*TOWLINE_TOKEN/);
    });

    it.each([
      ['npm test', 'FAILURE'],
      ['nothing', 'SUCCESS'],
    ])('tells of the outcome where %s fails', async (_what, expected) => {
      const rules = expected === 'FAILURE' ? [{ command: 'make test', status: 1 }] : [];
      const { calls } = await run('notifications', { rules });
      const mail = calls.find(({ step }) => step === 'mail');
      expect(String(mail?.arguments.subject)).toContain(`${expected}: `);
      expect(calls.some(({ step }) => step === 'slackSend')).toBe(expected === 'FAILURE');
    });

    it('does the same where the controller restarts at any command of the push', async () => {
      const undisturbed = await run('four-stages');
      const steps = undisturbed.calls.filter(({ stage, command }) => stage === 'Push image' && command !== undefined);
      for (const { index } of steps) {
        const result = await run('four-stages', { restartAt: index });
        expect(publishedBy(result)).toEqual(publishedBy(undisturbed));
      }
    });
  });
});
