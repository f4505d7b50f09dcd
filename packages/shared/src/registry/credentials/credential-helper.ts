import * as z from 'zod';
import { errorMessage } from '../../errors/index.js';
import { type Environment, inheritedEnvironment, type RunRequest, runProcess } from '../../process/index.js';
import { Secret } from '../../secret/index.js';
import { RegistryError } from '../registry-error.js';
import type { RegistryCredential } from './credential.js';
import { parseUserPassword } from './docker-config.js';

/** What programs that give credentials are run with. */
export interface ProgramOptions {
  /** The variables that a program may see. */
  readonly environment: Environment;
  readonly signal?: AbortSignal | undefined;
}

const timeoutMs = 10_000;
const maxOutputBytes = 64 * 1024;
const helperName = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;
/** What helpers of docker say where they know nothing of a server; that is an answer. */
const notFound = /credentials not found|not found in native keychain|no credentials/i;
const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });

/** Asks `docker-credential-<name>` for the credentials of a server. Undefined where it has none. */
export async function askCredentialHelper(
  name: string,
  server: string,
  options: ProgramOptions,
): Promise<RegistryCredential | undefined> {
  const what = `The credential helper docker-credential-${name}`;
  if (!helperName.test(name))
    throw failed(`The docker config names a credential helper ${JSON.stringify(name)}, which is no name`);
  const { exitCode, stdout, stderr } = await run(what, {
    command: `docker-credential-${name}`,
    args: ['get'],
    input: server,
    allowExitCodes: [1],
    ...common(options),
  });
  const output = new TextDecoder().decode(stdout);
  if (exitCode !== 0) {
    if (notFound.test(output) || notFound.test(stderr)) return undefined;
    // Its output may hold a secret even then; what it complains of is on the other stream.
    throw failed(`${what} failed: ${stderr.trim() || `exit code ${exitCode}`}`);
  }
  const answer = helperAnswer.safeParse(parseJson(output));
  if (!answer.success) throw failed(`${what} answered in an unknown form`);
  const { Username: username, Secret: secret } = answer.data;
  if (username === '' && secret === '') return undefined;
  if (username === '<token>') return { kind: 'identity-token', token: new Secret(secret) };
  return { kind: 'basic', username, password: new Secret(secret) };
}

/** Runs a program that prints `user:password` in one line: the `ext:` of registries.conf. */
export async function askProgram(path: string, options: ProgramOptions): Promise<RegistryCredential> {
  const what = `The credential program ${path}`;
  const { stdout } = await run(what, { command: path, args: [], ...common(options) });
  const lines = new TextDecoder().decode(stdout).trim().split(/\r?\n/);
  const credential = lines.length === 1 ? parseUserPassword(lines[0] ?? '') : undefined;
  if (credential === undefined) throw failed(`${what} printed something else than one line user:password`);
  return credential;
}

function common({ environment, signal }: ProgramOptions) {
  return { env: inheritedEnvironment(environment, Object.keys(environment)), timeoutMs, maxOutputBytes, signal };
}

async function run(what: string, request: RunRequest) {
  try {
    return await runProcess(request);
  } catch (error) {
    request.signal?.throwIfAborted();
    throw failed(`${what} failed: ${errorMessage(error)}`, error);
  }
}

function failed(message: string, cause?: unknown): RegistryError {
  return new RegistryError('registry-credentials', message, {
    cause,
    hint: 'Run the program by hand, as the user of this process.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The text may hold a secret: neither it nor the parser's message, which quotes it, goes into an error.
    return undefined;
  }
}
