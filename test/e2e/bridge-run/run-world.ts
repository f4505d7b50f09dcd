import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type GitServer, type ServedRepository, startGitServer } from '@towline/test-kit/git';
import { ask } from '@towline/test-kit/serve';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../../../packages/jenkins-bridge/src/cli/program.js';
import { type ImageRegistry, type RegistryKind, startImageRegistry } from '../world/image-registry.js';
import { startBridge } from './bridge-process.js';
import type { Ended } from './ended.js';

/** How a command is run. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Told of everything that was written to standard output so far, whenever that is more. */
  readonly onOutput?: ((stdout: string) => void) | undefined;
}

/** A source repository, a registry, and a home for `jenkins-bridge run`. */
export interface RunWorld {
  readonly folder: string;
  readonly repository: ServedRepository;
  readonly registry: ImageRegistry;
  /** What a command needs to find the registry. */
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `publication.registry` of a pipeline that publishes to it. */
  readonly publication: string;
  /** Pushes a commit and gives its id. */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
  /** Runs `jenkins-bridge run` on the source. */
  run(args?: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs it with `-o json`, and gives what it answered besides its exit code. */
  json(args?: readonly string[], options?: RunOptions): Promise<{ readonly code: number; readonly answer: RunAnswer }>;
  /** Runs an `image` command with `-o json`. */
  image(...args: readonly string[]): Promise<ImageAnswer>;
  /** The full name of an image of the pipeline: each world has a part of the registry of its own. */
  nameOf(image: string): string;
  /** Every tag of an image of the pipeline. */
  tags(image: string): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** What these tests look at in an answer of `run`. */
export interface RunAnswer {
  readonly result: string;
  readonly images: readonly { readonly repository: string; readonly tag: string; readonly digest: string }[];
  readonly stages: readonly { readonly name: string; readonly status: string }[];
  readonly failure: { readonly stage: string; readonly lastLines: readonly string[]; readonly code?: string } | null;
}

/** What these tests look at in an answer of `image inspect`. */
export interface ImageAnswer {
  readonly digest: string;
  readonly images: readonly {
    readonly platform: string;
    readonly config?: { readonly Labels?: Readonly<Record<string, string>> };
  }[];
}

let worlds = 0;

/** Makes a {@link RunWorld} beside a registry. */
export async function createRunWorld(git: GitServer, registry: ImageRegistry, kind: RegistryKind): Promise<RunWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-run-world-'));
  worlds += 1;
  const prefix = `world-${worlds}`;
  const repository = await git.createRepository(`${prefix}.git`);
  const conf = join(folder, 'registries.conf');
  await writeFile(conf, `registries:\n  - {name: test, prefix: '${registry.host}', api_url: '${registry.url}'}\n`);
  const options = kind === 'ecr' ? ['--registries', conf] : [];
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    DOCKER_CONFIG: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    TMPDIR: folder,
    ...registry.environment,
  };
  const call = async (
    args: readonly string[],
    { signal, environment: more, onOutput }: RunOptions = {},
  ): Promise<Ended> => {
    // Where AWS is signed in to, the SDK looks into the environment of the process.
    if (kind === 'ecr') return startBridge(args, { ...environment, ...more }).ended;
    const terminal = captureTerminal();
    const stdout = {
      ...terminal.stdout,
      write(text: string) {
        terminal.stdout.write(text);
        onOutput?.(terminal.written().stdout);
      },
    };
    const world = { terminal: { ...terminal, stdout }, environment: { ...environment, ...more }, signal };
    const code = await runProgram(program, args, world);
    return { code, ...terminal.written() };
  };
  const run: RunWorld['run'] = (args = [], how) => call(['run', '--source', repository.url, ...options, ...args], how);
  return {
    folder,
    repository,
    registry,
    options,
    environment,
    publication:
      kind === 'ecr'
        ? `{kind: ecr, account: '123456789012', region: us-east-1, prefix: ${prefix}}`
        : `{kind: oci, url: 'http://${registry.host}', prefix: ${prefix}, auth: {kind: none}}`,
    commit: (files) => repository.commit({ files }),
    run,
    async json(args = [], how) {
      const { code, stdout, stderr } = await run([...args, '-o', 'json'], how);
      if (stdout === '') throw new Error(stderr);
      return { code, answer: JSON.parse(stdout) };
    },
    async image(...args) {
      const { stdout, stderr, code } = await call(['image', ...args, ...options, '-o', 'json']);
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    nameOf: (name) => `${registry.host}/${prefix}/${name}`,
    async tags(name) {
      const listed = await (kind === 'ecr' ? listEcr : listOci)(registry, `${prefix}/${name}`);
      return [...listed].sort();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The folders that runs leave behind: none, if all is well. */
export async function leftBehind(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('towline-'));
}

/** A stage for the tests of a file: to be called before them, and looked at within them. */
export function useRunWorld(kind: RegistryKind): { readonly world: RunWorld; readonly registry: ImageRegistry } {
  const stage: { git?: GitServer; registry?: ImageRegistry; world?: RunWorld } = {};
  beforeAll(async () => {
    stage.git = await startGitServer();
    stage.registry = await startImageRegistry(kind);
  });
  afterAll(async () => {
    await stage.git?.stop();
    await stage.registry?.stop();
  });
  beforeEach(async () => {
    if (stage.git === undefined || stage.registry === undefined) throw new Error('nothing has started');
    stage.world = await createRunWorld(stage.git, stage.registry, kind);
  });
  afterEach(() => stage.world?.remove());
  return {
    get registry() {
      if (stage.registry === undefined) throw new Error('nothing has started');
      return stage.registry;
    },
    get world() {
      if (stage.world === undefined) throw new Error('the stage is set for the time of a test only');
      return stage.world;
    },
  };
}

async function listOci({ url }: ImageRegistry, name: string): Promise<readonly string[]> {
  const { status, body } = await ask(`${url}/v2/${name}/tags/list`);
  return status === 404 ? [] : (JSON.parse(body.toString()).tags ?? []);
}

async function listEcr({ url }: ImageRegistry, name: string): Promise<readonly string[]> {
  const headers = {
    'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.ListImages',
    authorization: 'AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/ecr/aws4_request, Signature=0',
  };
  const { body } = await ask(url, { method: 'POST', headers, body: JSON.stringify({ repositoryName: name }) });
  const images: readonly { readonly imageTag?: string }[] = JSON.parse(body.toString()).imageIds ?? [];
  return images.flatMap(({ imageTag }) => imageTag ?? []);
}
