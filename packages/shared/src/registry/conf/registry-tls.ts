import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorMessage } from '../../errors/index.js';
import { RegistryError } from '../registry-error.js';
import type { RegistryEntry } from './registries-conf.js';

/** What of TLS one registry has of its own. */
export interface RegistryTls {
  /** PEM certificates that are trusted besides the system's. */
  readonly ca?: readonly string[] | undefined;
  /** Hosts whose certificate is not checked. */
  readonly insecureHosts?: readonly string[] | undefined;
}

/**
 * What registries.conf says of a registry's TLS, and the CAs in a file of `caFolder` that is called as its host. Throws a
 * `registry-config-invalid` where a file that is named cannot be read.
 */
export async function tlsOf(entry: RegistryEntry, caFolder: string | undefined): Promise<RegistryTls> {
  const { name, apiUrl, caFile, caData, insecure } = entry;
  const { host, hostname } = new URL(apiUrl);
  const places = [
    ...(caFile === '' ? [] : [{ registry: name, file: caFile, optional: false }]),
    ...(caFolder === undefined ? [] : [{ registry: name, file: join(caFolder, hostname), optional: true }]),
  ];
  const read = await Promise.all(places.map(readCa));
  return {
    ca: [...(caData === '' ? [] : [caData]), ...read.filter((each) => each !== undefined)],
    insecureHosts: insecure ? [host] : [],
  };
}

interface CaPlace {
  readonly registry: string;
  readonly file: string;
  /** Whether it need not be there. */
  readonly optional: boolean;
}

async function readCa({ registry, file, optional }: CaPlace): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (optional && errorCode(cause) === 'ENOENT') return undefined;
    const message = `The CA of ${registry} cannot be read: ${errorMessage(cause)}`;
    throw new RegistryError('registry-config-invalid', message, { cause });
  }
}
