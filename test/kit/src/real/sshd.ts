import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { findProgram } from './find-program.js';
import { freePort, listens, runServer } from './run-server.js';

/** How an SSH server is started. */
export interface SshdOptions {
  /** The folder with the repositories: `/team/app.git` of an address is `team/app.git` in it. So is `/v1/repos/NAME`, as in CodeCommit. */
  readonly root: string;
  /** Let clients ask for version 2 of Git's protocol. Default: yes, as the large hosts do. */
  readonly protocolV2?: boolean | undefined;
}

/** A key in OpenSSH's formats. */
export interface SshKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** OpenSSH on 127.0.0.1 that serves repositories and nothing else to one key. */
export interface Sshd {
  readonly port: number;
  /** The address of a repository, such as `team/app.git`. */
  url(name: string, user?: string): string;
  /** The key that is let in. */
  readonly client: SshKey;
  /** A key that nobody knows. */
  readonly stranger: SshKey;
  /** Lines for `known_hosts` with the server's key. */
  readonly knownHosts: string;
  stop(): Promise<void>;
}

/** Starts OpenSSH's server with keys of its own, whose only command is `git-shell`. */
export async function startSshd({ root, protocolV2 = true }: SshdOptions): Promise<Sshd> {
  const server = await startForcedSshd({ script: gitShell(root), protocolV2 });
  return { ...server, url: (name, as = server.user) => `ssh://${as}@127.0.0.1:${server.port}/${name}` };
}

/** What {@link startForcedSshd} serves. */
export interface ForcedSshdOptions {
  /** Lines of the shell script that every session runs; `$SSH_ORIGINAL_COMMAND` is what the client asked for. */
  readonly script: readonly string[];
  readonly protocolV2?: boolean | undefined;
}

/** Starts OpenSSH's server with keys of its own, whose only command is a script. `user` is who may come in. */
export async function startForcedSshd({
  script,
  protocolV2 = false,
}: ForcedSshdOptions): Promise<Omit<Sshd, 'url'> & { readonly user: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-sshd-'));
  const [host, client, stranger] = await Promise.all(
    ['host', 'client', 'stranger'].map((name) => makeKey(folder, name)),
  );
  if (host === undefined || client === undefined || stranger === undefined) throw new Error('there are no keys');
  const shell = await writeForcedCommand(folder, script);
  await writeFile(join(folder, 'authorized_keys'), `command="${shell}",restrict ${client.publicKey}\n`);
  // Without its folder for privilege separation sshd does not start; packages leave making it to systemd.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const port = await freePort();
  await writeFile(join(folder, 'sshd_config'), serverConfig({ folder, port, protocolV2 }));
  const daemon = await runServer({
    // sshd starts itself again for each connection and needs to know where it is.
    command: findProgram('sshd') ?? 'sshd',
    args: ['-D', '-e', '-f', join(folder, 'sshd_config')],
    ready: () => listens(port),
  });
  return {
    port,
    user: process.env.USER ?? process.env.LOGNAME ?? 'root',
    client,
    stranger,
    knownHosts: `[127.0.0.1]:${port} ${host.publicKey}\n`,
    async stop() {
      await daemon.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeKey(folder: string, name: string): Promise<SshKey> {
  const path = join(folder, name);
  await runProcess({
    command: 'ssh-keygen',
    args: ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path],
    env: inheritedEnvironment(process.env, ['PATH']),
    maxOutputBytes: 65_536,
  });
  const [publicKey, privateKey] = await Promise.all([readFile(`${path}.pub`, 'utf8'), readFile(path, 'utf8')]);
  return { publicKey: publicKey.trim(), privateKey };
}

async function writeForcedCommand(folder: string, script: readonly string[]): Promise<string> {
  const path = join(folder, 'forced-command');
  await writeFile(path, `${['#!/bin/sh', ...script].join('\n')}\n`);
  await chmod(path, 0o755);
  return path;
}

/** The one command that a session can run, with the paths of addresses turned into those of the disk. */
function gitShell(root: string): readonly string[] {
  return [
    `command=$(printf '%s' "$SSH_ORIGINAL_COMMAND" | sed -e "s#'/v1/repos/#'/#" -e "s#'/#'${root}/#")`,
    'exec git-shell -c "$command"',
  ];
}

function serverConfig({ folder, port, protocolV2 }: { folder: string; port: number; protocolV2: boolean }): string {
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'AuthenticationMethods publickey',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin yes',
    // The client asks for version 2 by this variable.
    ...(protocolV2 ? ['AcceptEnv GIT_PROTOCOL'] : []),
    'LogLevel ERROR',
  ];
  return `${lines.join('\n')}\n`;
}
