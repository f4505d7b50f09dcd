import { parseImageReference } from '@towline/shared/image';
import { parseRegistriesConf, type RegistryEntry, selectRegistry } from '@towline/shared/registry';
import { z } from 'zod';
import { describeVectors, driver } from './describe-vectors.js';

/** The peer's word for a registry without a limit. */
const unlimited = 2_147_483_647;

function readEntries(text: string) {
  const reading = parseRegistriesConf(text);
  return reading.kind === 'valid' ? reading.registries : undefined;
}

function written(entry: RegistryEntry) {
  return {
    api_url: entry.apiUrl,
    ca_data: entry.caData,
    ca_file: entry.caFile,
    credentials: entry.credentials,
    credsexpireSeconds: entry.credsExpireMs / 1000,
    default: entry.isDefault,
    defaultns: entry.defaultNamespace,
    insecure: entry.insecure,
    limit: entry.limit,
    name: entry.name,
    ping: entry.ping,
    prefix: entry.prefix,
    tagsortmode: entry.tagSortMode,
  };
}

describeVectors('registries.json', {
  'registries.parse': driver(z.string(), (text) => {
    const entries = readEntries(text);
    return { error: entries === undefined, registries: (entries ?? []).map(written) };
  }),
  'registries.select': driver(z.object({ registriesConf: z.string(), image: z.string() }), (input) => {
    const entries = readEntries(input.registriesConf);
    if (entries === undefined) return { error: true };
    const { entry } = selectRegistry(entries, parseImageReference(input.image));
    return {
      registry: {
        apiUrl: entry.apiUrl.replace(/\/$/, ''),
        defaultNS: entry.defaultNamespace,
        limit: entry.limit || unlimited,
        name: entry.name,
        prefix: entry.prefix,
      },
    };
  }),
});
