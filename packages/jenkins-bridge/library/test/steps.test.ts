import { describe, expect, it } from '@jest/globals';
import {
  answerBy,
  commandsOf,
  describeEngine,
  type PipelineBuild,
  type PipelineResult,
} from '@towline/test-kit/groovy';
import { libraries, withLibrary } from './library.js';

const sha = '0123456789abcdef0123456789abcdef01234567';
const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const registry = `registry: [kind: 'ecr', account: '123456789012', region: 'eu-west-1']`;
const updater = `url: 'https://updater.example.com/', tokenCredentialsId: 'updater'`;

describeEngine('the steps of the library', (engine) => {
  const run = (script: string, build: Partial<PipelineBuild> = {}) =>
    engine.run({ script: withLibrary(script), libraries: libraries(), commit: sha, ...build });

  const whole = `node('docker') {
    checkout scm
    def image = towlineBuild(name: 'shop/cart', context: 'services/cart')
    towlineTest(image: image, run: 'npm test')
    def published = towlinePush(image: image, ${registry})
    towlineNotify(${updater}, images: published)
  }`;
  const answers = answerBy([{ command: '/refresh', stdout: '\n202' }]);

  it('build, test, push and tell, one after the other', async () => {
    const result = await run(whole, { answer: answers });
    expect(result.error).toBeNull();
    const seen = commandsOf(result).filter((command) => !/^git |rev-list|docker (?:tag|inspect)|curl/.test(command));
    expect(seen.map((command) => command.replace(/ --label.* /, ' … '))).toEqual([
      `docker build -t shop/cart:${sha} … services/cart`,
      'npm test',
      `docker push ${host}/shop/cart:${sha}`,
      `docker push ${host}/shop/cart:latest`,
    ]);
  });

  // The program is written and read again at every step of every test; after a restart all classes are new besides.
  it.each(['docker build', 'npm test', 'docker push', 'rev-list', '/refresh'])(
    'survive a restart after %s',
    async (command) => {
      const undisturbed = await run(whole, { answer: answers });
      const restartAt = undisturbed.calls.findIndex((call) => call.command?.includes(command));
      const result = await run(whole, { answer: answers, restartAt });
      expect(result).toMatchObject({ result: 'SUCCESS', calls: undisturbed.calls });
      expect(result.log).toContain('Resuming build after a restart');
    },
  );

  it('name the plugin that reads towline.yaml, where it is missing', async () => {
    const files = { 'towline.yaml': '{}' };
    const result = await run('towlinePipeline()', { files, missingSteps: ['readYaml'] });
    expect(result).toMatchObject({
      result: 'FAILURE',
      error: { message: expect.stringContaining('needs the plugin pipeline-utility-steps to read towline.yaml') },
    });
  });

  it('need that plugin for no pipeline that is given as arguments, and warn of what is odd about it', async () => {
    const script = `towlinePipeline(images: [[name: 'shop/cart']], publication: [${registry}])`;
    const result = await run(script, { missingSteps: ['readYaml'] });
    expect(result).toMatchObject({ result: 'SUCCESS', error: null });
    expect(result.log).toContain(
      'WARNING: towlinePipeline: tests: Nothing is tested before the images are pushed; expected one test',
    );
  });

  it('label an image with its commit, its source and its build', async () => {
    const answer = answerBy([
      { command: 'remote.origin.url', stdout: 'https://ada:secret@git.example.com/shop.git\n' },
      { command: 'git describe', stdout: 'v1.2-3-g0123456\n' },
    ]);
    const result = await run(`node { towlineBuild(name: 'shop/cart', labels: [team: 'a b']) }`, { answer });
    const build = commandsOf(result).find((command) => command.startsWith('docker build')) ?? '';
    expect([...build.matchAll(/--label ('[^']*'|\S+)/g)].map(([, label]) => label)).toEqual([
      `org.opencontainers.image.revision=${sha}`,
      'org.opencontainers.image.source=https://git.example.com/shop.git',
      'org.opencontainers.image.version=v1.2-3-g0123456',
      'org.opencontainers.image.created=2026-09-21T14:13:20Z',
      'dev.towline.build=https://jenkins.example.com/job/shop/1/',
      `'team=a b'`,
    ]);
  });

  it('put an index together of parts that were built apart', async () => {
    const result = await run(`def parts = []
      def platforms = ['linux/amd64', 'linux/arm64']
      for (int at = 0; at < platforms.size(); at++) {
        def platform = platforms[at]
        node(platform) {
          def part = towlineBuild(name: 'shop/cart', platform: platform)
          parts.addAll(towlinePush(image: part, ${registry}))
        }
      }
      node { towlineIndex(parts: parts, ${registry}) }`);
    expect(result.error).toBeNull();
    const [amd64, arm64] = ['amd64', 'arm64'].map((name) => `${host}/shop/cart:_towline-leg_${sha}_1_linux-${name}`);
    const seen = commandsOf(result).filter((command) => /push|imagetools create/.test(command));
    expect(seen).toEqual([
      `docker tag shop/cart:_towline-leg_${sha}_1_linux-amd64 ${amd64} && docker push ${amd64}`,
      `docker tag shop/cart:_towline-leg_${sha}_1_linux-arm64 ${arm64} && docker push ${arm64}`,
      `docker buildx imagetools create --tag ${host}/shop/cart:${sha} ${amd64} ${arm64}`,
      'docker buildx imagetools create --prefer-index=false --tag "$TO" "$FROM"',
    ]);
  });

  it.each([
    ['towlinePush', `towlinePush(image: image, ${registry})`],
    ['towlineIndex', `towlineIndex(parts: [image + [reference: 'a']], ${registry})`],
  ])('push nothing by %s of a build that is unstable', async (_name, step) => {
    const result = await run(`node { def image = towlineBuild(name: 'shop/cart'); unstable 'tests failed'; ${step} }`);
    expect({ result: result.result, error: result.error }).toEqual({ result: 'UNSTABLE', error: null });
    expect(result.log).toContainEqual(expect.stringMatching(/^Nothing is pushed: the build is UNSTABLE/));
    expect(result.calls.map(({ step }) => step)).not.toContain('withDockerRegistry');
  });

  it('push under the prefix of the registry, and by the condition of the publication', async () => {
    const push = (more: string) =>
      run(
        `node { towlinePush(image: towlineBuild(name: 'shop/cart'), registry: [kind: 'ecr', account: '123456789012', region: 'eu-west-1', prefix: 'team'], ${more}) }`,
      );
    const pushed = await push(`tags: ['{sha}']`);
    expect(commandsOf(pushed).filter((command) => command.includes('push'))).toEqual([
      `docker tag shop/cart:${sha} ${host}/team/shop/cart:${sha} && docker push ${host}/team/shop/cart:${sha}`,
    ]);
    const kept = await push(`when: [[branch: 'release/*']]`);
    expect(kept.log).toContain('Nothing is pushed: the condition of the publication does not hold.');
    expect(commandsOf(kept).filter((command) => command.includes('push'))).toEqual([]);
  });

  it.each([
    [
      `towlineBuild(nme: 'shop/cart')`,
      'towlineBuild: nme: Nothing reads this key; did you mean name?\ntowlineBuild: name: It is not there; expected a text: what the image is called in this pipeline',
    ],
    [
      `towlineBuild(name: 'shop/cart', builder: 'dokcer')`,
      'towlineBuild: builder: kind: There is no dokcer here; expected one of docker, buildx, buildah, podman, towline; did you mean docker?',
    ],
    [`towlineTest(run: 'a', junti: 'b')`, 'towlineTest: junti: Nothing reads this key; did you mean junit?'],
    [
      `towlinePush(${registry})`,
      'towlinePush: image: It is not there; expected what towlineBuild gave back, or images: a list of it',
    ],
    [
      `towlineIndex(${registry})`,
      'towlineIndex: parts: It is not there; expected what towlinePush gave back for each platform',
    ],
    [
      `towlineNotify(${updater})`,
      'towlineNotify: images: It is not there; expected what towlinePush gave back, or repository: the address of one',
    ],
    [
      `towlineWait(${updater})`,
      'towlineWait: application: It is not there; expected a text: the Application of Argo CD, with its namespace before a slash where needed',
    ],
    [
      `towlinePipeline(file: 'a', images: [])`,
      'towlinePipeline takes either a file or the pipeline itself, not both: file, images',
    ],
  ])('refuse %s', async (step, message) => {
    expect((await run(`node { ${step} }`)).error?.message).toBe(message);
  });

  describe('that wait', () => {
    const wait = `node { towlineWait(${updater}, application: 'argocd/cart', timeout: '30s') }`;
    const state = (name: string, more: object = {}) => ({
      command: '/deliveries',
      stdout: `${JSON.stringify({ deliveries: [{ application: 'argocd/cart', image: 'a', state: name, reason: null, commit: sha, ...more }] })}\n200`,
    });
    const polls = (result: PipelineResult) => result.calls.filter(({ step }) => step === 'sleep').length;

    it.each([
      [
        'end when the Application is healthy',
        [{ ...state('published'), times: 1 }, { ...state('synced'), times: 1 }, state('healthy')],
        'SUCCESS',
        2,
        null,
      ],
      [
        'fail when it failed, and name the commit',
        [state('failed', { reason: 'a probe failed' })],
        'FAILURE',
        0,
        `argocd/cart failed with ${sha}: a probe failed`,
      ],
      ['make the build unstable when it is held', [state('held', { reason: 'reverted by Ada' })], 'UNSTABLE', 0, null],
      [
        'fail when the time is over',
        [state('committed')],
        'FAILURE',
        4,
        `argocd/cart does not run ${sha} after 30 seconds. It is committed.`,
      ],
      [
        'ask again when the updater does not answer',
        [{ command: '/deliveries', stdout: '\n000', times: 2 }, state('healthy')],
        'SUCCESS',
        2,
        null,
      ],
      [
        'fail at once when the token is refused',
        [{ command: '/deliveries', stdout: 'no such token\n401' }],
        'FAILURE',
        0,
        'https://updater.example.com refused the request with 401: no such token',
      ],
    ])('%s', async (_what, rules, ends, sleeps, message) => {
      const result = await run(wait, { answer: answerBy(rules) });
      expect({ ends: result.result, sleeps: polls(result), message: result.error?.message ?? null }).toEqual({
        ends,
        sleeps,
        message,
      });
    });

    it('survive a restart at every step', async () => {
      const answer = () => answerBy([{ ...state('synced'), times: 1 }, state('healthy')]);
      const undisturbed = await run(wait, { answer: answer() });
      for (let step = 0; step < undisturbed.calls.length; step++) {
        const result = await run(wait, { answer: answer(), restartAt: step });
        expect([step, result.result, polls(result)]).toEqual([step, 'SUCCESS', 1]);
      }
    });
  });

  it('give the updater a token, and know neither the cluster nor the repository of manifests', async () => {
    const tell = `node { towlineNotify(${updater}, repository: 'r.example.com/a', tag: 'x'); towlineWait(${updater}, application: 'a') }`;
    const healthy = JSON.stringify({ deliveries: [{ application: 'a', image: 'b', state: 'healthy', commit: sha }] });
    const answer = answerBy([
      { command: '/refresh', stdout: '\n202' },
      { command: '/deliveries', stdout: `${healthy}\n200` },
    ]);
    const result = await run(tell, { answer });
    expect(result.error).toBeNull();
    const bindings = result.calls
      .filter(({ step }) => step === 'withCredentials')
      .map(({ arguments: { bindings } }) => bindings);
    const token = [{ $symbol: 'string', credentialsId: 'updater', variable: 'TOWLINE_TOKEN' }];
    expect(bindings).toEqual([token, token]);
    expect(new Set(result.calls.map(({ step }) => step))).toEqual(
      new Set(['node', 'libraryResource', 'withCredentials', 'sh', 'echo']),
    );
    // The token is in no argument: the shell hands it to curl by standard input.
    for (const {
      arguments: { script },
    } of result.calls.filter(({ step }) => step === 'sh')) {
      expect(String(script)).not.toContain('secret(');
      expect(String(script)).not.toMatch(/curl.*TOWLINE_TOKEN|kubectl|argocd|git push/);
    }
    expect(commandsOf(result)[0]).toContain(`--data-raw '{"repository":"r.example.com/a","tag":"x"}'`);
  });
});
