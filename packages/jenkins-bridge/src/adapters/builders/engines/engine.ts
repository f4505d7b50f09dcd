import { errorMessage } from '@towline/shared/errors';
import { type Digest, parseDigest } from '@towline/shared/image';
import { type Environment, inheritedEnvironment, runProcess } from '@towline/shared/process';
import { ImageBuildError } from '../../../core/image/image-build-error.js';
import type { TakeLine } from '../../../core/run/workshop.js';
import { runSupervised } from '../../workspace/supervised.js';

/** What an engine's program is run with. */
export interface EngineOptions {
  /** The variables of the caller; those that engines read are passed on. */
  readonly environment: Environment;
  /** Options of `build`, such as `--isolation chroot`. */
  readonly buildArgs?: readonly string[] | undefined;
  /** Options of `push`, such as `--tls-verify=false`. */
  readonly pushArgs?: readonly string[] | undefined;
  /** Takes what builds and pushes write, as they write it. */
  readonly take?: TakeLine | undefined;
}

/** Runs one command of an engine and gives what it wrote. */
export type RunEngine = (args: readonly string[], signal: AbortSignal) => Promise<string>;

/** What engines and their credential helpers read of the environment. */
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'DOCKER_HOST',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
  'DOCKER_CERT_PATH',
  'DOCKER_TLS_VERIFY',
  'DOCKER_BUILDKIT',
  'DOCKER_API_VERSION',
  'BUILDX_BUILDER',
  'BUILDX_CONFIG',
  'BUILDAH_ISOLATION',
  'BUILDAH_FORMAT',
  'REGISTRY_AUTH_FILE',
  'CONTAINERS_CONF',
  'CONTAINERS_STORAGE_CONF',
  'CONTAINERS_REGISTRIES_CONF',
  'STORAGE_DRIVER',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
];

const maxOutputBytes = 64 * 1024 * 1024;

/** Commands that take their time, and say meanwhile what they do. */
const shown = ['build', 'buildx', 'push', 'manifest'];

/** Runs commands of the program `command`. Throws `image-builder-failed` with its last words. */
export function createEngine(command: string, { environment, take }: EngineOptions): RunEngine {
  const env = inheritedEnvironment(environment, passedOn);
  return async (args, signal) => {
    try {
      if (take !== undefined && shown.includes(args[0] ?? ''))
        return await runShown({ command, args, env }, take, signal);
      const { stdout } = await runProcess({ command, args, env, maxOutputBytes, signal });
      return Buffer.from(stdout).toString();
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw new ImageBuildError('image-builder-failed', errorMessage(cause), {
        hint: `Try the same with ${command} by hand, or install it where it is missing.`,
        cause,
      });
    }
  };
}

interface ShownCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const lastWords = 5;

async function runShown({ command, args, env }: ShownCommand, take: TakeLine, signal: AbortSignal): Promise<string> {
  const last: string[] = [];
  const takeAll: TakeLine = (line) => {
    last.push(line);
    if (last.length > lastWords) last.shift();
    return take(line);
  };
  const code = await runSupervised({ command, args, environment: env }, takeAll, signal);
  if (code === 0) return last.join('\n');
  throw new Error(`${command} ${args[0]} exited with code ${code}: ${last.join('\n')}`);
}

/** A digest that an engine wrote. */
export function readDigest(text: string, what: string): Digest {
  const digest = parseDigest(text.trim());
  if (digest !== undefined) return digest;
  throw new ImageBuildError('image-builder-failed', `${what} did not say the digest of what it pushed`);
}
