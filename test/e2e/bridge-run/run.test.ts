import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeReal } from '@towline/test-kit/real';
import { startBridge, untilNoneHas } from './bridge-process.js';
import { leftBehind, type RunWorld, useRunWorld } from './run-world.js';
import { untilExists } from './until.js';

const dockerfile = 'FROM scratch\nCOPY title.txt /\n';
const report = (body: string) =>
  `<testsuite name="s"><testcase classname="shop" name="cart">${body}</testcase></testsuite>`;

interface Written {
  readonly tests?: string | undefined;
  readonly images?: string | undefined;
  readonly more?: string | undefined;
}

const pipeline = (
  { publication }: RunWorld,
  { tests = '[{kind: agent, run: "test -f title.txt"}]', images = '[{name: shop/web}]', more = '' }: Written = {},
) => `builder: {kind: towline}\nimages: ${images}\ntests: ${tests}\npublication:\n  registry: ${publication}\n${more}`;

const files = (world: RunWorld, written?: Written) => ({
  'towline.yaml': pipeline(world, written),
  Dockerfile: dockerfile,
  'title.txt': 'one\n',
});

const statusOf = (stages: readonly { readonly name: string; readonly status: string }[]) =>
  stages.map(({ name, status }) => `${name}: ${status}`);

function publishes(kind: 'fake' | 'ecr' | 'real'): void {
  const stage = useRunWorld(kind);

  it('a commit that passes is published under its id, then as latest, with the labels that tell of it', async () => {
    const { world } = stage;
    const sha = await world.commit(files(world));
    const { code, answer } = await world.json();
    expect(answer.failure).toBeNull();
    expect({ code, result: answer.result }).toEqual({ code: 0, result: 'SUCCESS' });
    expect(answer.images.map(({ tag }) => tag)).toEqual([sha, 'latest']);
    expect(statusOf(answer.stages)).toEqual([
      'Clone repository: success',
      'Build image: success',
      'Test: success',
      'Push image: success',
    ]);
    const name = world.nameOf('shop/web');
    const built = await world.image('inspect', `${name}:${sha}`);
    expect((await world.image('inspect', `${name}:latest`)).digest).toBe(built.digest);
    expect(built.images[0]?.config?.Labels).toMatchObject({
      'org.opencontainers.image.revision': sha,
      'org.opencontainers.image.source': world.repository.url,
    });
  });

  it('several platforms are one index, also where each is built apart', async () => {
    const { world } = stage;
    const apart =
      '{kind: apart, legs: [{platform: linux/amd64, agent: {kind: any}}, {platform: linux/arm64, agent: {kind: any}}]}';
    const together = '{kind: together, of: [linux/amd64, linux/arm64]}';
    const images = `[{name: shop/apart, platforms: ${apart}}, {name: shop/together, platforms: ${together}}]`;
    const sha = await world.commit(files(world, { images }));
    const { answer } = await world.json();
    expect(answer.result).toBe('SUCCESS');
    for (const name of ['shop/apart', 'shop/together']) {
      const index = await world.image('inspect', `${world.nameOf(name)}:${sha}`);
      expect(index.images.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
      expect(await world.tags(name)).toEqual([sha, 'latest'].sort());
    }
  });

  it('latest stays with the newer commit, however late the older one ends', async () => {
    const { world } = stage;
    const gate = join(world.folder, 'gate');
    const begun = join(world.folder, 'begun');
    const tests = `[{kind: agent, run: "touch ${begun}; while ! test -f ${gate}; do sleep 0.05; done"}]`;
    const older = await world.commit(files(world, { tests }));
    const first = world.json();
    await untilExists(begun);
    const newer = await world.commit({ ...files(world), 'title.txt': 'two\n' });
    const second = await world.json();
    await writeFile(gate, '');
    const late = await first;
    expect([second.answer.result, late.answer.result]).toEqual(['SUCCESS', 'SUCCESS']);
    const name = world.nameOf('shop/web');
    const [olderImage, newerImage, latest] = await Promise.all(
      [older, newer, 'latest'].map((tag) => world.image('inspect', `${name}:${tag}`)),
    );
    expect(latest?.digest).toBe(newerImage?.digest);
    expect(latest?.digest).not.toBe(olderImage?.digest);
  });
}

describe('run, with the registry of the kit', () => publishes('fake'));
describe('run, with ECR', () => publishes('ecr'));
describeReal('docker-registry', 'run, with docker-registry', () => publishes('real'));

describe('run, where something goes wrong', () => {
  const stage = useRunWorld('fake');

  it('a test that fails is a FAILURE, its last words are told, and nothing is pushed', async () => {
    const { world } = stage;
    await world.commit(files(world, { tests: '[{kind: agent, run: "echo no luck; exit 3"}]' }));
    const { code, answer } = await world.json();
    expect({ code, result: answer.result, images: answer.images }).toEqual({ code: 1, result: 'FAILURE', images: [] });
    expect(answer.failure).toMatchObject({ stage: 'Test', code: 'run-commands-failed' });
    expect(answer.failure?.lastLines).toContain('no luck');
    expect(answer.stages.at(-1)).toMatchObject({ name: 'Push image', status: 'skipped' });
    expect(await world.tags('shop/web')).toEqual([]);
  });

  it.each([
    { what: 'a failed test in a report is UNSTABLE', body: '<failure/>', run: 'exit 0', code: 11, result: 'UNSTABLE' },
    {
      what: 'commands that fail beside it are a FAILURE',
      body: '<failure/>',
      run: 'exit 1',
      code: 1,
      result: 'FAILURE',
    },
    { what: 'a report without a failure is a SUCCESS', body: '<skipped/>', run: 'exit 0', code: 0, result: 'SUCCESS' },
  ])('$what', async ({ body, run, code, result }) => {
    const { world } = stage;
    const commands = `mkdir out && cp report.txt out/a.xml && ${run}`;
    const tests = `[{kind: agent, run: '${commands}', junit: out/*.xml}]`;
    await world.commit({ ...files(world, { tests }), 'report.txt': report(body) });
    const ended = await world.json();
    expect({ code: ended.code, result: ended.answer.result }).toEqual({ code, result });
    expect((await world.tags('shop/web')).length > 0).toBe(result === 'SUCCESS');
  });

  it('a test that promised a report and wrote none has failed', async () => {
    const { world } = stage;
    const tests = '[{kind: agent, run: "true", junit: out/*.xml}]';
    await world.commit({ ...files(world, { tests }), 'out/old.xml': report('') });
    const { answer } = await world.json();
    // The one of the repository is as new as the checkout: it was there before the test.
    expect(answer.result).toBe('SUCCESS');
    await world.commit({ 'towline.yaml': pipeline(world, { tests: '[{kind: agent, run: "true", junit: no/*.xml}]' }) });
    const without = await world.json();
    expect(without.answer.failure).toMatchObject({ code: 'run-no-reports' });
  });

  it('of two images neither is pushed where one cannot be built, and their legs leave nothing behind', async () => {
    const { world } = stage;
    const images = '[{name: shop/web}, {name: shop/broken, dockerfile: Broken}]';
    await world.commit({ ...files(world, { images }), Broken: 'FROM scratch\nCOPY missing /\n' });
    const { answer } = await world.json();
    expect(answer.failure).toMatchObject({ stage: 'Build shop/broken', code: 'image-source-missing' });
    expect([...(await world.tags('shop/web')), ...(await world.tags('shop/broken'))]).toEqual([]);
  });

  it('what takes too long is ABORTED', async () => {
    const { world } = stage;
    const tests = '[{kind: agent, run: "sleep 60", timeout: 1s}]';
    await world.commit(files(world, { tests }));
    const { code, answer } = await world.json();
    expect({ code, result: answer.result }).toEqual({ code: 12, result: 'ABORTED' });
    expect(answer.failure).toMatchObject({ code: 'run-too-late' });
  });

  it('a Dockerfile that executes something is refused before anything runs, with the ways out, where no engine is', async () => {
    const { world } = stage;
    const tests = `[{kind: agent, run: "touch ${world.folder}/ran"}]`;
    await world.commit({ ...files(world, { tests }), Dockerfile: 'FROM scratch\nCOPY title.txt /\nRUN ["/x"]\n' });
    const { code, stderr } = await world.run(['--builder', 'towline']);
    expect(code).toBe(1);
    expect(stderr).toContain('run-refused');
    expect(stderr).toContain('RUN in line 3');
    expect(stderr).toContain('Install docker, buildah or podman');
  });

  it('everything that this machine lacks is told at once', async () => {
    const { world } = stage;
    const more = 'environment: {TOKEN: {kind: credential, credentialsId: deploy}}\nafter: [{kind: job, job: deploy}]\n';
    await world.commit(
      files(world, {
        tests: '[{kind: agent, run: "true", agent: {kind: kubernetes, pod: {kind: yaml, yaml: x}}}]',
        more,
      }),
    );
    const { code, stderr } = await world.run();
    expect(code).toBe(1);
    for (const part of ['--credential deploy=', 'deploy is a job of Jenkins', 'kind: kubernetes']) {
      expect(stderr).toContain(part);
    }
  });
});

describe('run, as it is told', () => {
  const stage = useRunWorld('fake');

  it('says what it would do, and does nothing', async () => {
    const { world } = stage;
    const sha = await world.commit(files(world));
    const { code, stdout } = await world.run(['--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain(`pushed ${sha}`);
    expect(stdout).toContain('moved latest');
    expect(await world.tags('shop/web')).toEqual([]);
  });

  it('hands secrets to commands, and shows them to nobody', async () => {
    const { world } = stage;
    const tests =
      '[{kind: agent, run: "echo the token is $TOKEN; test $TOKEN = hunter22", environment: {TOKEN: {kind: credential, credentialsId: deploy}}}]';
    await world.commit(files(world, { tests }));
    const logs = join(world.folder, 'logs');
    const environment = { SECRET_OF_A_TEST: 'hunter22' };
    const { code, stdout, stderr } = await world.run(['--credential', 'deploy=env:SECRET_OF_A_TEST', '--logs', logs], {
      environment,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('the token is ****');
    expect(stdout + stderr).not.toContain('hunter22');
  });

  it('is ABORTED by Ctrl-C, with all that it started, and leaves nothing behind', async () => {
    const { world } = stage;
    const begun = join(world.folder, 'begun');
    const tests = `[{kind: agent, run: "touch ${begun}; sleep 300 & sleep 300"}]`;
    await world.commit(files(world, { tests }));
    const args = ['run', '--source', world.repository.url, '-o', 'json'];
    const { child, ended } = startBridge(args, world.environment);
    await untilExists(begun);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect({ code, result: JSON.parse(stdout).result }).toEqual({ code: 12, result: 'ABORTED' });
    await untilNoneHas(`HOME=${world.folder}`);
    expect(await world.tags('shop/web')).toEqual([]);
    expect(await leftBehind(world.folder)).toEqual([]);
  });
});
