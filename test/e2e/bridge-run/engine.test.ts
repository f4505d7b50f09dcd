import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runProcess } from '@towline/shared/process';
import { describeReal, type Podman, startPodman } from '@towline/test-kit/real';
import { startBridge } from './bridge-process.js';
import { useRunWorld } from './run-world.js';

const busybox = '/bin/busybox';

describeReal('podman', 'run, with an engine', () => {
  const stage = useRunWorld('fake');
  let podman: Podman;
  beforeAll(async () => {
    podman = await startPodman([stage.registry]);
  });
  afterAll(() => podman.stop());

  /** A folder with a Dockerfile that executes something, at a commit. */
  const prepare = async (builder: string, more = '') => {
    const { world } = stage;
    const folder = join(world.folder, 'app');
    await mkdir(folder);
    await copyFile(busybox, join(folder, 'sh'));
    await writeFile(
      join(folder, 'Dockerfile'),
      'FROM scratch\nCOPY sh /bin/sh\nRUN ["/bin/sh", "-c", "echo made > /made"]\n',
    );
    await writeFile(
      join(folder, 'towline.yaml'),
      `builder: {kind: ${builder}}\nimages: [{name: shop/web}]\n${more}publication:\n  registry: ${world.publication}\n`,
    );
    const env = { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
    const git = (...args: readonly string[]) =>
      runProcess({ command: 'git', args: ['-C', folder, ...args], env, maxOutputBytes: 65_536 });
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '.');
    await git('-c', 'user.name=Pat', '-c', 'user.email=pat@example.com', 'commit', '--quiet', '-m', 'one');
    const { stdout } = await git('rev-parse', 'HEAD');
    return { folder, sha: Buffer.from(stdout).toString().trim() };
  };

  // docker is the program on podman's service, which pushes as its daemon does.
  it.each(['buildah', 'podman', 'docker'])(
    '%s runs what a Dockerfile says, and the image is published',
    async (builder) => {
      const { world } = stage;
      const { folder, sha } = await prepare(builder);
      const { code, stdout } = await startBridge(['run'], { ...world.environment, ...podman.env }, folder).ended;
      expect([code, stdout]).toEqual([0, expect.stringContaining(`pushed ${world.nameOf('shop/web')}:${sha}@`)]);
      const image = await world.image('inspect', `${world.nameOf('shop/web')}:latest`);
      expect(image.images[0]?.config?.Labels).toMatchObject({ 'org.opencontainers.image.revision': sha });
    },
  );

  it.each(['podman', 'docker'])(
    '%s runs a test inside the image that was built, with the variables of the build',
    async (builder) => {
      const { world } = stage;
      const tests = `tests: [{kind: built-image, run: 'read x < /made; test "$x" = made; echo "tests $TOWLINE_REVISION"', args: '--network host'}]\n`;
      const { folder, sha } = await prepare(builder, tests);
      const { code, stdout } = await startBridge(['run'], { ...world.environment, ...podman.env }, folder).ended;
      expect([code, stdout]).toEqual([0, expect.stringContaining(`tests ${sha}`)]);
    },
  );
});
