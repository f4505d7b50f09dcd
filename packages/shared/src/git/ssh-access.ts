import type { Environment, runProcess } from '../process/index.js';
import type { Secret } from '../secret/index.js';
import type { GitCredentials, HostKeys } from './credentials.js';
import type { AccessProvider, GitAccess } from './git-access.js';
import { createPrivateFolder, type PrivateFolder } from './private-folder.js';
import { createSshConnection } from './ssh-connection.js';

/** What {@link createSshAccess} works with. */
export interface SshAccessOptions {
  readonly credentials: Extract<GitCredentials, { kind: 'ssh' }>;
  readonly environment: Environment;
  readonly run: typeof runProcess;
}

/** Access over SSH. The key is on disk during a conversation only; the connection is kept for a while. */
export function createSshAccess({ credentials, ...options }: SshAccessOptions): AccessProvider {
  const connection = createSshConnection(options);
  return {
    async open(): Promise<GitAccess> {
      const folder = await createPrivateFolder(options.environment);
      try {
        const identity = await folder.write('identity', keyFile(credentials.privateKey));
        const known = await hostKeyLines(credentials.hostKeys, folder);
        const lines = [...fixedLines, `IdentityFile "${identity}"`, ...known, ...(await connection.configLines())];
        const config = await folder.write('ssh_config', `${lines.join('\n')}\n`);
        return {
          // Git hands this to a shell: it holds constant words and the path of our own folder, quoted.
          env: { GIT_SSH_COMMAND: `ssh -F '${config.replaceAll("'", "'\\''")}'`, GIT_SSH_VARIANT: 'ssh' },
          config: [],
          secrets: [],
          [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
        };
      } catch (error) {
        await folder[Symbol.asyncDispose]();
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** OpenSSH reads no key whose last line is cut or whose lines end in CRLF, as keys from secrets often are. */
export function keyFile(key: Secret): string {
  return `${key.reveal().replaceAll('\r\n', '\n').trim()}\n`;
}

const fixedLines = [
  'Host *',
  'BatchMode yes',
  'IdentitiesOnly yes',
  'IdentityAgent none',
  'GlobalKnownHostsFile /dev/null',
  'UpdateHostKeys no',
  'ForwardAgent no',
  'ClearAllForwardings yes',
  'ConnectTimeout 20',
  'ServerAliveInterval 15',
  'ServerAliveCountMax 4',
] as const;

async function hostKeyLines(hostKeys: HostKeys, folder: PrivateFolder): Promise<readonly string[]> {
  if (hostKeys.kind === 'unchecked') return ['StrictHostKeyChecking no', 'UserKnownHostsFile "/dev/null"'];
  const file = await folder.write('known_hosts', hostKeys.knownHosts);
  return ['StrictHostKeyChecking yes', `UserKnownHostsFile "${file}"`];
}
