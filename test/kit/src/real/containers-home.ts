import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A registry that a client shall trust and be logged in to. */
export interface KnownRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** The certificate that signs its own; where absent, it speaks HTTP without TLS. */
  readonly ca?: string | undefined;
  readonly login?: { readonly username: string; readonly password: string } | undefined;
}

/** A home folder of its own for skopeo, podman or docker: nothing of the machine's configuration is read or written. */
export interface ContainersHome {
  readonly folder: string;
  /** What makes the programs use it. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Makes a home that trusts these registries' certificates and holds their logins. */
export async function createContainersHome(registries: readonly KnownRegistry[]): Promise<ContainersHome> {
  const folder = await mkdtemp(join(tmpdir(), 'containers-'));
  const write = async (path: string, text: string) => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 });
    return file;
  };
  for (const { host, ca } of registries) {
    if (ca !== undefined) await write(`.config/containers/certs.d/${host}/ca.crt`, ca);
  }
  const logins = registries.flatMap(({ host, login }) =>
    login === undefined ? [] : [[host, { auth: base64(`${login.username}:${login.password}`) }]],
  );
  const authFile = await write('.docker/config.json', JSON.stringify({ auths: Object.fromEntries(logins) }));
  await write('.config/containers/policy.json', '{"default":[{"type":"insecureAcceptAnything"}]}');
  const plain = registries.filter(({ ca }) => ca === undefined);
  const conf = await write(
    '.config/containers/registries.conf',
    plain.map(({ host }) => `[[registry]]\nlocation = "${host}"\ninsecure = true\n`).join('\n'),
  );
  return {
    folder,
    env: {
      HOME: folder,
      REGISTRY_AUTH_FILE: authFile,
      XDG_RUNTIME_DIR: folder,
      CONTAINERS_REGISTRIES_CONF: conf,
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
