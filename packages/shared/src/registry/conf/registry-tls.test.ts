import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseRegistriesConf, type RegistryEntry } from './registries-conf.js';
import { tlsOf } from './registry-tls.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-ca-'));
  await writeFile(join(folder, 'registry.example'), 'CA of the folder');
  await writeFile(join(folder, 'of-conf.pem'), 'CA of the file');
  await mkdir(join(folder, 'folder.example'));
});
afterAll(() => rm(folder, { recursive: true }));

function entryOf(apiUrl: string, more: string): RegistryEntry {
  const reading = parseRegistriesConf(`registries:\n- name: R\n  api_url: ${apiUrl}\n  ${more}\n`);
  const [entry] = reading.kind === 'valid' ? reading.registries : [];
  if (entry === undefined) throw new Error(JSON.stringify(reading));
  return entry;
}

describe('the CAs of a registry', () => {
  it.each([
    [
      'the file of its host in the folder, whatever the port',
      'https://registry.example:5000',
      'prefix: r',
      ['CA of the folder'],
    ],
    ['nothing where the folder has none', 'https://elsewhere.example', 'prefix: r', []],
    [
      'those of registries.conf besides',
      'https://registry.example',
      'ca_data: CA of the text',
      ['CA of the text', 'CA of the folder'],
    ],
  ])('are %s', async (_what, apiUrl, more, ca) => {
    expect(await tlsOf(entryOf(apiUrl, more), folder)).toEqual({ ca, insecureHosts: [] });
  });

  it('are those of a file, and nothing else where there is no folder', async () => {
    const more = `ca_file: ${join(folder, 'of-conf.pem')}`;
    const entry = entryOf('https://registry.example:5000', `${more}\n  insecure: true`);
    expect(await tlsOf(entry, undefined)).toEqual({ ca: ['CA of the file'], insecureHosts: ['registry.example:5000'] });
  });

  it.each([
    ['a file that is not there', 'https://elsewhere.example', 'ca_file: /not/there.pem'],
    ['a file in the folder that cannot be read', 'https://folder.example', 'prefix: r'],
  ])('cannot be %s', async (_what, apiUrl, more) => {
    await expect(tlsOf(entryOf(apiUrl, more), folder)).rejects.toMatchObject({ code: 'registry-config-invalid' });
  });
});
