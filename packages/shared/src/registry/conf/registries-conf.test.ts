import { describe, expect, it } from '@jest/globals';
import { parseRegistriesConf } from './registries-conf.js';
import { selectRegistry } from './select-registry.js';

const findings = (text: string) => {
  const reading = parseRegistriesConf(text);
  return reading.kind === 'valid'
    ? []
    : reading.findings.map(({ line, column, message }) => `${line}:${column} ${message}`);
};
const entries = (text: string) => {
  const reading = parseRegistriesConf(text);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.findings));
  return reading.registries;
};
const one = (fields: string) => `registries:\n- name: A\n  api_url: https://a.io\n  ${fields}\n`;

describe('parseRegistriesConf', () => {
  it('reads every field', () => {
    const text = `registries:
- name: A
  api_url: https://a.io/
  prefix: a.io
  ping: no
  credentials: env:X
  credsexpire: 1h30m
  tagsortmode: LATEST-last
  insecure: yes
  ca_file: /ca.pem
  ca_data: pem
  defaultns: library
  limit: 7
  default: true
  api: oci
`;
    expect(entries(text)).toEqual([
      {
        name: 'A',
        apiUrl: 'https://a.io/',
        prefix: 'a.io',
        ping: false,
        credentials: 'env:X',
        credsExpireMs: 5_400_000,
        tagSortMode: 'LATEST-last',
        insecure: true,
        caFile: '/ca.pem',
        caData: 'pem',
        defaultNamespace: 'library',
        limit: 7,
        isDefault: true,
        api: 'oci',
      },
    ]);
  });

  it.each(['', '# nothing\n', 'registries:\n', 'registries: []\n', '{}'])('takes %j for no registries', (text) => {
    expect(entries(text)).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      'an unknown key with what was meant',
      one('api-urls: x'),
      ['4:13 registries.0.api-urls: there is no such key, did you mean api_url?'],
    ],
    ['an unknown key', one('colour: red'), ['4:11 registries.0.colour: there is no such key']],
    ['an unknown top-level key', 'registry: []', ['1:11 registry: there is no such key']],
    [
      'a bad sort mode',
      one('tagsortmode: newest'),
      ['4:16 registries.0.tagsortmode: it must be latest-first, latest-last or none'],
    ],
    [
      'a bad duration',
      one('credsexpire: soon'),
      ['4:16 registries.0.credsexpire: it must be a duration such as 12h, 90m or 1h30m'],
    ],
    ['a bad flag', one('ping: maybe'), ['4:9 registries.0.ping: it must be true or false']],
    ['a bad limit', one('limit: -1'), ['4:10 registries.0.limit: it must not be negative']],
    ['a bad API', one('api: v2'), ['4:8 registries.0.api: it must be oci or ecr']],
    [
      'credentials in the address',
      'registries:\n- name: A\n  api_url: https://u:p@a.io',
      ['3:12 registries.0.api_url: it must be an http or https address without user and query'],
    ],
    [
      'two entries without prefix',
      `${one('ping: no')}- name: B\n  api_url: https://b.io\n`,
      ['5:3 B needs a prefix: one registry only may be without, and that is A already'],
    ],
  ])('refuses %s, and says where', (_, text, expected) => {
    expect(findings(text)).toEqual(expected);
  });

  it('tells everything at once', () => {
    expect(findings('registries:\n- api_url: https://a.io\n  limit: x\n- name: B\n')).toEqual([
      '2:3 registries.0.name: a name is needed',
      '3:10 registries.0.limit: it must be a whole number',
      '4:3 registries.1.api_url: an API URL is needed',
    ]);
  });

  it('tells where the text is no YAML', () => {
    expect(findings('registries:\n- name: "A\n')).toEqual([expect.stringMatching(/^\d+:\d+ /)]);
  });
});

describe('selectRegistry', () => {
  const conf = entries(`registries:
- {name: Mirror, api_url: 'https://mirror.io', default: true}
- {name: Acme, api_url: 'https://acme.io', prefix: acme.io}
- {name: Team, api_url: 'https://team.io', prefix: corp.io/team}
- {name: Corp, api_url: 'https://corp.io', prefix: corp.io/}
`);
  it.each([
    ['acme.io', 'x/y', 'configured', 'https://acme.io'],
    ['corp.io', 'team/x', 'configured', 'https://team.io'],
    ['corp.io', 'other', 'configured', 'https://corp.io'],
    ['docker.io', 'library/nginx', 'configured', 'https://mirror.io'],
    ['other.io:5000', 'x', 'inferred', 'https://other.io:5000'],
  ])('%s/%s is %s at %s', (host, path, kind, apiUrl) => {
    expect(selectRegistry(conf, { host, path })).toMatchObject({ kind, entry: { apiUrl } });
  });

  it('knows Docker Hub without being told', () => {
    expect(selectRegistry([], { host: 'docker.io', path: 'library/nginx' })).toMatchObject({
      kind: 'built-in',
      entry: { apiUrl: 'https://registry-1.docker.io', limit: 10, defaultNamespace: 'library' },
    });
  });
});
