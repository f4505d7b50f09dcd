import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BuildRequest } from '../../../core/image/image-builder.js';
import { createBuildahBuilder } from './buildah.js';
import { createBuildxBuilder } from './buildx.js';
import { createDockerBuilder } from './docker.js';

const digest = `sha256:${'a'.repeat(64)}`;
const name = 'registry.example.com/app:1';

/** Notes what it is called with, and answers as the engines do where they are asked for a digest. */
const program = `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
fs.appendFileSync(process.env.HOME + '/calls', JSON.stringify(args) + '\\n');
const after = (flag) => args[args.indexOf(flag) + 1];
if (args.includes('--fail')) { console.error('out of disk'); process.exit(7); }
if (args.includes('--metadata-file')) fs.writeFileSync(after('--metadata-file'), JSON.stringify({ 'containerimage.digest': '${digest}' }));
if (args.includes('--digestfile')) fs.writeFileSync(after('--digestfile'), '${digest}');
if (args[0] === 'image') console.log(JSON.stringify(['registry.example.com/other@sha256:${'b'.repeat(64)}', 'registry.example.com/app@${digest}']));
`;

const request: BuildRequest = {
  context: '/src',
  dockerfile: '/src/Dockerfile',
  names: [name],
  platforms: [],
  buildArgs: { A: '1 2' },
  labels: { l: 'x' },
  annotations: {},
  target: 'final',
  useCache: true,
  push: true,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-engines-'));
  for (const command of ['docker', 'buildah', 'podman']) {
    await writeFile(join(folder, command), program);
    await chmod(join(folder, command), 0o755);
  }
});
afterEach(() => rm(folder, { recursive: true }));

const options = () => ({ environment: { HOME: folder, PATH: `${folder}${delimiter}${process.env.PATH}`, NOISE: 'x' } });
const signal = new AbortController().signal;
const shared = [
  '--file',
  '/src/Dockerfile',
  '--tag',
  name,
  '--build-arg',
  'A=1 2',
  '--label',
  'l=x',
  '--target',
  'final',
];

/** The calls, files of the moment taken out. */
async function calls(): Promise<readonly (readonly string[])[]> {
  const text = await readFile(join(folder, 'calls'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).map((arg: string) => (arg.startsWith(tmpdir()) ? 'FILE' : arg)));
}

describe('a build by an engine', () => {
  it('is docker build, docker push, and the digest that docker then knows', async () => {
    const outcome = await createDockerBuilder(options()).build({ ...request, platforms: ['linux/arm64'] }, signal);
    expect(outcome).toMatchObject({ digest, pushed: [{ name, digest }] });
    expect(await calls()).toEqual([
      ['build', ...shared, '--platform', 'linux/arm64', '/src'],
      ['push', name],
      ['image', 'inspect', '--format', '{{json .RepoDigests}}', name],
    ]);
  });

  it('is docker buildx build, for several platforms and without attestations', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    const outcome = await createBuildxBuilder(options()).build(
      { ...request, platforms, annotations: { a: 'b' }, epoch: 5 },
      signal,
    );
    expect(outcome).toMatchObject({ digest, pushed: [{ name, digest }] });
    const more = ['--platform', 'linux/amd64,linux/arm64', '--annotation', 'a=b', '--build-arg', 'SOURCE_DATE_EPOCH=5'];
    const output = ['--provenance=false', '--sbom=false', '--metadata-file', 'FILE', '--push'];
    expect(await calls()).toEqual([['buildx', 'build', ...shared, ...more, ...output, '/src']]);
  });

  it.each(['buildah', 'podman'] as const)('is %s build and push', async (command) => {
    const outcome = await createBuildahBuilder(command, options()).build({ ...request, useCache: false }, signal);
    expect(outcome).toMatchObject({ digest, pushed: [{ name, digest }] });
    expect(await calls()).toEqual([
      ['build', ...shared, '--no-cache', '--format', 'oci', '/src'],
      ['push', '--digestfile', 'FILE', name, `docker://${name}`],
    ]);
  });

  it('is a manifest list where buildah builds for several platforms', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    await createBuildahBuilder('buildah', options()).build({ ...request, platforms }, signal);
    const [build, push] = await calls();
    expect(build).toEqual(expect.arrayContaining(['--platform', 'linux/amd64,linux/arm64', '--manifest', name]));
    expect(build).not.toContain('--tag');
    expect(push?.slice(0, 3)).toEqual(['manifest', 'push', '--all']);
  });

  it('is without a push where none is wanted', async () => {
    expect(await createDockerBuilder(options()).build({ ...request, push: false }, signal)).toMatchObject({
      pushed: [],
    });
    expect(await calls()).toHaveLength(1);
  });

  it.each([
    ['several platforms', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['annotations', { annotations: { a: 'b' } }],
  ])('is refused by docker build for %s', async (what, more) => {
    const building = createDockerBuilder(options()).build({ ...request, ...more }, signal);
    await expect(building).rejects.toMatchObject({
      code: 'image-builder-failed',
      message: expect.stringContaining(what),
    });
  });

  it('says the last words of an engine that fails', async () => {
    const failing = createBuildahBuilder('buildah', { ...options(), buildArgs: ['--fail'] });
    await expect(failing.build(request, signal)).rejects.toMatchObject({
      code: 'image-builder-failed',
      message: expect.stringContaining('out of disk'),
    });
  });

  it('says that an engine is missing', async () => {
    const missing = createDockerBuilder({ environment: { PATH: join(folder, 'nothing') } });
    await expect(missing.build(request, signal)).rejects.toMatchObject({ code: 'image-builder-failed' });
  });
});
