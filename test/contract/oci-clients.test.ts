import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  createSkopeo,
  type DockerRegistry,
  describeReal,
  type Podman,
  type Skopeo,
  startDockerRegistry,
  startPodman,
} from '@towline/test-kit/real';
import { buildImage, type RunningRegistry, seedImage, startRegistry } from '@towline/test-kit/registry';

const recipe = { platforms: ['linux/amd64', 'linux/arm64'], labels: { made: 'by the kit' } };
const { root } = buildImage(recipe);

describeReal('skopeo', 'skopeo as a client of the registry', () => {
  const login = { username: 'team', password: 'hunter2' };
  let fake: RunningRegistry;
  let skopeo: Skopeo;
  const image = (name: string) => `docker://${fake.host}/${name}`;
  beforeAll(async () => {
    fake = await startRegistry({ tls: true, access: { kind: 'bearer', login } });
    await seedImage(fake.state, { repository: 'team/app', tags: ['1.0', '1.1'], ...recipe });
    skopeo = await createSkopeo([{ host: fake.host, ca: fake.ca, login }]);
  });
  afterAll(async () => {
    await skopeo.remove();
    await fake.stop();
  });

  it('reads an index byte by byte, over TLS and with a token', async () => {
    expect(await skopeo.run('inspect', '--raw', image('team/app:1.0'))).toBe(root.bytes.toString('utf8'));
  });

  it('reads the config of its platform and all tags', async () => {
    const seen = JSON.parse(await skopeo.run('inspect', '--override-arch', 'arm64', image('team/app:1.0')));
    expect(seen).toMatchObject({ RepoTags: ['1.0', '1.1'], Architecture: 'arm64', Labels: { made: 'by the kit' } });
  });

  it('copies an index with its images, and mounts the blobs that it knows of', async () => {
    await skopeo.run('copy', '--all', image('team/app:1.0'), image('team/copy:1.0'));
    await skopeo.run('copy', '--all', image('team/app:1.0'), image('team/second:1.0'));
    expect(fake.state.image('team/second', '1.0').digest).toBe(root.digest);
    const mounts = fake.requests.entries.filter(({ path }) => path.includes('mount='));
    expect(mounts.map(({ status }) => status)).toContain(201);
  });

  it('is refused with a wrong password', async () => {
    const stranger = await createSkopeo([{ host: fake.host, ca: fake.ca, login: { ...login, password: 'wrong' } }]);
    await expect(stranger.run('inspect', image('team/app:1.0'))).rejects.toThrow(/unauthorized|invalid username/);
    await stranger.remove();
  });

  it('deletes an image', async () => {
    await seedImage(fake.state, { repository: 'team/gone', tags: ['1.0'] });
    await skopeo.run('delete', image('team/gone:1.0'));
    expect(fake.state.repositories.find('team/gone').images.size).toBe(0);
  });
});

describeReal('docker-registry', 'docker-registry beside the registry of the kit', () => {
  describeReal('skopeo', 'with skopeo between them', () => {
    let fake: RunningRegistry;
    let real: DockerRegistry;
    let skopeo: Skopeo;
    beforeAll(async () => {
      fake = await startRegistry({ tls: true, access: { kind: 'ecr' }, createOnPush: true });
      real = await startDockerRegistry({ tls: true, auth: true });
      await seedImage(fake.state, { repository: 'team/app', tags: ['1.0'], ...recipe });
      const login = { username: 'AWS', password: fake.issuePassword() };
      skopeo = await createSkopeo([{ host: fake.host, ca: fake.ca, login }, real]);
    });
    afterAll(async () => {
      await skopeo.remove();
      await Promise.all([fake.stop(), real.stop()]);
    });

    it('keeps the digest of an image on its way there and back', async () => {
      const there = `docker://${real.host}/team/app:1.0`;
      await skopeo.run('copy', '--all', `docker://${fake.host}/team/app:1.0`, there);
      await skopeo.run('copy', '--all', there, `docker://${fake.host}/team/back:1.0`);
      expect(fake.state.image('team/back', '1.0').digest).toBe(root.digest);
    });
  });
});

describeReal('podman', 'docker on podman as a client of the registry', () => {
  let fake: RunningRegistry;
  let podman: Podman;
  const image = (name: string) => `${fake.host}/${name}`;
  beforeAll(async () => {
    fake = await startRegistry({ tls: true, access: { kind: 'ecr' } });
    fake.state.repositories.create('team/app', { mutability: 'IMMUTABLE' });
    podman = await startPodman([{ host: fake.host, ca: fake.ca }]);
    await writeFile(join(podman.folder, 'Dockerfile'), 'FROM scratch\nCOPY app /app\nLABEL built=here\n');
    await writeFile(join(podman.folder, 'app'), 'one\n');
  });
  afterAll(async () => {
    await podman.stop();
    await fake.stop();
  });

  const build = async (name: string, content: string) => {
    await writeFile(join(podman.folder, 'app'), content);
    await podman.docker(['build', '--quiet', '--tag', image(name), '.']);
  };

  it('is refused before it has logged in', async () => {
    await build('team/app:early', 'early\n');
    await expect(podman.docker(['push', image('team/app:early')])).rejects.toThrow(/unauthorized|Not Authorized|401/i);
  });

  it('logs in with the password of ECR, builds, pushes and pulls', async () => {
    await podman.docker(['login', '--username', 'AWS', '--password-stdin', fake.host], fake.issuePassword());
    await build('team/app:1.0', 'one\n');
    await podman.docker(['push', image('team/app:1.0')]);
    const { digest, manifest } = fake.state.image('team/app', '1.0');
    const config = await fake.state.readBlob({ repository: 'team/app', digest: manifest.config?.digest ?? '' });
    expect(JSON.parse(config.toString('utf8')).config.Labels).toMatchObject({ built: 'here' });
    await podman.docker(['rmi', image('team/app:1.0')]);
    expect(await podman.docker(['pull', image('team/app:1.0')])).toContain('1.0');
    const digests = await podman.docker([
      'image',
      'inspect',
      '--format',
      '{{json .RepoDigests}}',
      image('team/app:1.0'),
    ]);
    expect(digests).toContain(digest);
  });

  it('is told that a tag is taken for good', async () => {
    await build('team/app:1.0', 'two\n');
    await expect(podman.docker(['push', image('team/app:1.0')])).rejects.toThrow(
      /tag.*immutable|tag invalid|does not allow/i,
    );
  });

  it('is told that the repository is not there', async () => {
    await build('team/nowhere:1.0', 'one\n');
    await expect(podman.docker(['push', image('team/nowhere:1.0')])).rejects.toThrow(
      /name unknown|no such repository/i,
    );
  });
});
