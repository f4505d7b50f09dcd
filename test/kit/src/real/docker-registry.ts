import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCertificate } from '../serve/index.js';
import { freePort, listens, runServer } from './run-server.js';

/** How docker-registry shall run. */
export interface DockerRegistryOptions {
  /** Ask for the login that {@link DockerRegistry.login} gives. */
  readonly auth?: boolean | undefined;
  /** Speak TLS with the kit's test certificate. */
  readonly tls?: boolean | undefined;
  /** Where push notifications go. */
  readonly notify?: string | undefined;
}

/** The real registry, on 127.0.0.1, with nothing in it. */
export interface DockerRegistry {
  readonly url: string;
  /** `127.0.0.1:PORT`, as it stands in image references. */
  readonly host: string;
  /** The certificate to trust, where it speaks TLS. */
  readonly ca: string | undefined;
  readonly login: { readonly username: string; readonly password: string } | undefined;
  stop(): Promise<void>;
}

const login = { username: 'AWS', password: 'towline' };
/** The hash of that password: docker-registry takes bcrypt only, which Node cannot make. */
const htpasswd = 'AWS:$2y$05$J5S0923jkghRCqPic8CxGeZIsusj8uT1sEzcN8W8UXPkxB4dPWtFq\n';

/** Starts docker-registry in memory, deletion allowed. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'docker-registry-'));
  const port = await freePort();
  const { cert, certFile, keyFile } = testCertificate();
  const htpasswdFile = join(folder, 'htpasswd');
  await writeFile(htpasswdFile, htpasswd);
  const config = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { inmemory: {}, delete: { enabled: true } },
    http: {
      addr: `127.0.0.1:${port}`,
      secret: 'towline',
      ...(options.tls === true ? { tls: { certificate: certFile, key: keyFile } } : {}),
    },
    ...(options.auth === true ? { auth: { htpasswd: { realm: 'towline', path: htpasswdFile } } } : {}),
    ...(options.notify === undefined ? {} : { notifications: { endpoints: [endpoint(options.notify)] } }),
  };
  // JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const server = await runServer({
    command: 'docker-registry',
    args: ['serve', join(folder, 'config.yml')],
    ready: () => listens(port),
  });
  return {
    url: `${options.tls === true ? 'https' : 'http'}://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    ca: options.tls === true ? cert : undefined,
    login: options.auth === true ? login : undefined,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function endpoint(url: string) {
  return { name: 'towline', url, timeout: '1s', threshold: 5, backoff: '1s' };
}
