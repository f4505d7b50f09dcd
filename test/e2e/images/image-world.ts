import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { runProgram } from '@towline/shared/cli';
import { type RunningRegistry, startRegistry } from '@towline/test-kit/registry';
import { captureTerminal } from '@towline/test-kit/terminal';
import { program } from '../../../packages/jenkins-bridge/src/cli/program.js';

/** What a command wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a build context, and a store of its own. */
export interface ImageWorld {
  readonly folder: string;
  /** The build context. */
  readonly context: string;
  /** Writes files into the context; a name that ends with `*` is executable. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  /** Runs `jenkins-bridge image …`, in this process. */
  image(...args: readonly string[]): Promise<Ended>;
  /** Runs it with `-o json`, and gives what it answered. Throws where it fails. */
  json(...args: readonly string[]): Promise<Record<string, unknown>>;
  remove(): Promise<void>;
}

/** Makes an {@link ImageWorld}. `environment` is what commands see besides PATH. */
export async function createImageWorld(environment: Readonly<Record<string, string>> = {}): Promise<ImageWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-image-'));
  const context = join(folder, 'context');
  await mkdir(context);
  const image: ImageWorld['image'] = async (...args) => {
    const terminal = captureTerminal();
    const code = await runProgram(program, ['image', ...args], {
      terminal,
      environment: {
        PATH: process.env.PATH,
        HOME: folder,
        DOCKER_CONFIG: folder,
        XDG_CACHE_HOME: join(folder, 'cache'),
        ...environment,
      },
    });
    return { code, ...terminal.written() };
  };
  return {
    folder,
    context,
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        const executable = name.endsWith('*');
        const path = join(context, executable ? name.slice(0, -1) : name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
        // Independent of the umask of whoever runs the tests.
        await chmod(path, executable ? 0o755 : 0o644);
      }
    },
    image,
    async json(...args) {
      const { code, stdout, stderr } = await image(...args, '-o', 'json');
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A registry for all tests of a file, and a world for each. */
export interface ImageStage {
  readonly registry: RunningRegistry;
  readonly world: ImageWorld;
}

/** Sets the stage for the tests of a file: to be called before them, and looked at within them. */
export function useImageStage(): ImageStage {
  const stage: { registry?: RunningRegistry; world?: ImageWorld } = {};
  beforeAll(async () => {
    stage.registry = await startRegistry();
  });
  afterAll(() => stage.registry?.stop());
  beforeEach(async () => {
    stage.world = await createImageWorld();
  });
  afterEach(() => stage.world?.remove());
  return {
    get registry() {
      return started(stage.registry);
    },
    get world() {
      return started(stage.world);
    },
  };
}

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the stage is set for the time of a test only');
  return part;
}
