import type { Readable } from 'node:stream';
import { onAbort } from '@towline/shared/async';
import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Secret } from '@towline/shared/secret';
import type { Client, ClientChannel } from 'ssh2';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { judgeHostKey } from './known-hosts.js';
import { quoteCommand } from './quote-command.js';

/** Where Jenkins' SSH server is, and who comes. */
export interface SshOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey: Secret;
  readonly passphrase?: Secret | undefined;
  /** Lines of `known_hosts`, or fingerprints. A server that is in none of them is not spoken to. */
  readonly knownHosts: string;
  readonly timeoutMs?: number | undefined;
}

/** A command that runs. */
export interface RunningCommand {
  readonly stdout: Readable;
  /** Its exit code and what it wrote to standard error, when it has ended. Rejects where the connection was lost. */
  readonly done: Promise<{ readonly exitCode: number; readonly stderr: string }>;
  /** Ends it. */
  close(): void;
}

/** Commands over one connection, which is made when it is first used and again where it was lost. */
export interface SshSession {
  start(words: readonly string[], input: string, signal: AbortSignal | undefined): Promise<RunningCommand>;
  close(): Promise<void>;
}

const stderrLimit = 64 * 1024;

/** An {@link SshSession}. The library is loaded by the first command. */
export function createSshSession(options: SshOptions): SshSession {
  let connecting: Promise<Client> | undefined;
  const connected = (): Promise<Client> => {
    connecting ??= connect(options, () => {
      connecting = undefined;
    }).catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  };
  return {
    async start(words, input, signal) {
      signal?.throwIfAborted();
      const channel = await execute(await connected(), quoteCommand(words));
      channel.end(input);
      const leave = onAbort(signal, () => channel.destroy());
      const done = endOf(channel, signal).finally(leave);
      done.catch(() => undefined);
      return { stdout: channel, done, close: () => channel.destroy() };
    },
    async close() {
      const client = await connecting?.catch(() => undefined);
      client?.end();
    },
  };
}

async function connect(options: SshOptions, onLost: () => void): Promise<Client> {
  const { default: ssh2 } = await import('ssh2');
  const { host, port, user, privateKey, passphrase, knownHosts, timeoutMs = 20_000 } = options;
  const client = new ssh2.Client();
  let verdict = judgeHostKey('', { host, port, key: Buffer.alloc(0) });
  return new Promise((resolve, reject) => {
    client.on('error', (error) => {
      onLost();
      reject(
        verdict === 'known' || errorCode(error) !== undefined ? lost(options, error) : strange(options, verdict, error),
      );
    });
    client.on('close', onLost).once('ready', () => resolve(client));
    try {
      client.connect({
        host,
        port,
        username: user,
        privateKey: `${privateKey.reveal().trim().replaceAll('\r\n', '\n')}\n`,
        ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }),
        readyTimeout: timeoutMs,
        keepaliveInterval: 30_000,
        hostVerifier: (key: Buffer) => {
          verdict = judgeHostKey(knownHosts, { host, port, key });
          return verdict === 'known';
        },
      });
    } catch (error) {
      // What the library says of a key that it cannot read does not quote it.
      reject(
        new JenkinsError(
          'jenkins-unauthenticated',
          `The private key of ${user} cannot be used: ${errorMessage(error)}`,
          { cause: error },
        ),
      );
    }
  });
}

function strange({ host, port }: SshOptions, verdict: string, cause: unknown): JenkinsError {
  const changed = verdict === 'changed';
  return new JenkinsError(
    'jenkins-host-key',
    `The SSH server ${host}:${port} ${changed ? 'has another key than the one that is known' : 'is not known'}`,
    {
      hint: changed
        ? 'Find out why its key changed before you replace the line in the known hosts.'
        : `Compare the key with that of the server, then add it: ssh-keyscan -p ${port} ${host}`,
      cause,
    },
  );
}

function lost({ host, port, user }: SshOptions, error: unknown): JenkinsError {
  const level = typeof error === 'object' && error !== null && 'level' in error ? error.level : undefined;
  if (level === 'client-authentication') {
    return new JenkinsError('jenkins-unauthenticated', `${host}:${port} does not let ${user} in with this key`, {
      hint: 'Add the public key to the SSH Public Keys of the user in Jenkins.',
      cause: error,
    });
  }
  return new JenkinsError('jenkins-unreachable', `${host}:${port} was not reached by SSH: ${errorMessage(error)}`, {
    hint: 'Check the host and the port: Jenkins names them in the header X-SSH-Endpoint of its pages, where its SSH server is on.',
    cause: error,
  });
}

function execute(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error === undefined) resolve(channel);
      else
        reject(
          new JenkinsError('jenkins-unreachable', `The SSH server takes no command: ${error.message}`, {
            cause: error,
          }),
        );
    });
  });
}

function endOf(channel: ClientChannel, signal: AbortSignal | undefined): Promise<{ exitCode: number; stderr: string }> {
  let stderr = '';
  channel.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-stderrLimit);
  });
  return new Promise((resolve, reject) => {
    let exitCode: number | undefined;
    channel.once('exit', (code: number | null) => {
      exitCode = code ?? undefined;
    });
    channel.once('close', () => {
      if (signal?.aborted) reject(signal.reason);
      else if (exitCode === undefined)
        reject(new JenkinsError('jenkins-unreachable', 'The SSH connection was lost during a command'));
      else resolve({ exitCode, stderr });
    });
  });
}
