import { existsSync } from 'node:fs';
import type { Environment, runProcess } from '../process/index.js';
import { createPrivateFolder, type PrivateFolder } from './private-folder.js';

/** One SSH connection that git commands share, so that only the first of them waits for a handshake. */
export interface SshConnection extends AsyncDisposable {
  /** What `ssh_config` says of it; nothing where this machine cannot share connections. */
  configLines(): Promise<readonly string[]>;
}

/** What {@link createSshConnection} works with. */
export interface SshConnectionOptions {
  readonly run: typeof runProcess;
  readonly environment: Environment;
}

/** Whoever forgets to dispose of it leaves it for so long, and no longer. */
const idleSeconds = 30;
/** Some systems allow 104 bytes for the path of a socket, its end included; ssh adds 17 while it makes one. */
const longestPath = 104 - 1 - 17;

/** A connection that ssh opens when it first needs one, and that ends when it is idle or disposed of. It may be used again after that. */
export function createSshConnection({ run, environment }: SshConnectionOptions): SshConnection {
  let folder: PrivateFolder | undefined;
  return {
    async configLines() {
      // The OpenSSH of Windows has no sockets to share.
      if (process.platform === 'win32') return [];
      // What cleans up temporary folders may have taken ours, and ssh does not connect where it cannot make its socket.
      if (folder === undefined || !existsSync(folder.path)) folder = await createPrivateFolder(environment);
      const socket = socketIn(folder);
      if (Buffer.byteLength(socket) > longestPath) return [];
      return ['ControlMaster auto', `ControlPath "${socket.replaceAll('%', '%%')}"`, `ControlPersist ${idleSeconds}`];
    },
    async [Symbol.asyncDispose]() {
      if (folder === undefined) return;
      const [ending, socket] = [folder, socketIn(folder)];
      folder = undefined;
      try {
        // It may just have ended by itself: then ssh says 255, and all is as it should be. The host is any, the socket knows.
        const args = ['-F', '/dev/null', '-S', socket.replaceAll('%', '%%'), '-O', 'exit', 'any'];
        const limits = { timeoutMs: 10_000, maxOutputBytes: 64 * 1024, allowExitCodes: [255] };
        if (existsSync(socket)) await run({ command: 'ssh', args, env: { PATH: environment.PATH ?? '' }, ...limits });
      } finally {
        await ending[Symbol.asyncDispose]();
      }
    },
  };
}

function socketIn({ path }: PrivateFolder): string {
  return `${path}/s`;
}
