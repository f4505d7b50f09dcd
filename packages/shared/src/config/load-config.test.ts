import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  byteSize,
  type ConfigInput,
  configJsonSchema,
  configReference,
  duration,
  listSettings,
  loadConfig,
  secretReference,
} from './index.js';

const schema = z.strictObject({
  logLevel: z.enum(['info', 'debug']).default('info').describe('How much is said.'),
  registry: z
    .strictObject({
      timeout: duration().prefault('30s').describe('For one request | try.'),
      maxBody: byteSize().prefault('1MiB'),
      password: secretReference().optional(),
      retries: z.int().min(0).default(3).meta({ 'x-variable': 'RETRIES', 'x-flag': 'tries' }),
      insecure: z.boolean().default(false),
      hosts: z.array(z.string()).default([]),
    })
    .prefault({}),
  url: z.string(),
  rules: z.array(z.strictObject({ name: z.string() })).default([]),
});

const load = (input: Partial<ConfigInput<typeof schema>>) => loadConfig({ schema, prefix: 'TOWLINE', ...input });
const findingsOf = (input: Partial<ConfigInput<typeof schema>>): string[] => {
  const loaded = load(input);
  if (loaded.kind === 'settings') throw new Error('findings were expected');
  return loaded.findings.map(({ source, setting, message }) => `${source} | ${setting} | ${message}`);
};
const file = (text: string) => ({ file: { name: 'towline.yaml', text } });

describe('loadConfig', () => {
  it('takes flags before variables before the file before defaults', () => {
    const loaded = load({
      ...file(
        'url: from-file\nlogLevel: debug\nregistry:\n  timeout: 1m\n  retries: 1\n  hosts: [a]\n  password: env:PASS\n',
      ),
      environment: { TOWLINE_URL: 'from-env', RETRIES: '2', TOWLINE_REGISTRY_HOSTS: 'b, c', TOWLINE_LOG_LEVEL: '' },
      flags: {
        url: 'from-flag',
        'registry-insecure': true,
        'registry-max-body': '64KiB',
        'registry-timeout': undefined,
      },
    });
    expect(loaded).toEqual({
      kind: 'settings',
      settings: {
        url: 'from-flag',
        logLevel: 'debug',
        rules: [],
        registry: {
          timeout: 60_000,
          maxBody: 65_536,
          retries: 2,
          insecure: true,
          hosts: ['b', 'c'],
          password: { kind: 'env', text: 'env:PASS', name: 'PASS' },
        },
      },
    });
  });

  it('reads the variable of another program where its own is not set, and names it in a finding', () => {
    const schema = z.strictObject({
      level: z.enum(['info', 'debug']).meta({ 'x-other-variables': ['PEER_LEVEL', 'OLD_LEVEL'] }),
    });
    const read = (environment: Record<string, string>) => loadConfig({ schema, prefix: 'TOWLINE', environment });
    expect(read({ PEER_LEVEL: 'debug', OLD_LEVEL: 'info' })).toMatchObject({ settings: { level: 'debug' } });
    expect(read({ PEER_LEVEL: 'debug', TOWLINE_LEVEL: 'info' })).toMatchObject({ settings: { level: 'info' } });
    expect(read({ OLD_LEVEL: 'loud' })).toMatchObject({ findings: [{ source: 'environment OLD_LEVEL' }] });
    expect(configReference(schema, 'TOWLINE')).toContain('| `TOWLINE_LEVEL`, `PEER_LEVEL`, `OLD_LEVEL` |');
  });

  it('finds all that is wrong at once, each with whose word it was', () => {
    const findings = findingsOf({
      ...file('regsitry: {}\nregistry:\n  timeout: 5\n  retrys: 1\n  password: hunter2\nrules:\n  - nam: x\n'),
      environment: { RETRIES: 'many', TOWLINE_REGISTRY_INSECURE: 'yes' },
      flags: { 'log-level': 'loud', 'regsitry-timeout': '1s' },
    });
    expect(findings).toEqual([
      'flag --log-level | logLevel | Invalid option: expected one of "info"|"debug"',
      'file towline.yaml:3:12 | registry.timeout | Invalid input: expected string, received number',
      expect.stringMatching(
        /^file towline\.yaml:5:13 \| registry\.password \| is not a reference to a secret\. Write env:NAME/,
      ),
      'environment RETRIES | registry.retries | Invalid input: expected number, received string',
      'environment TOWLINE_REGISTRY_INSECURE | registry.insecure | Invalid input: expected boolean, received string',
      'file towline.yaml:4:11 | registry.retrys | There is no such setting; did you mean retries?',
      'file towline.yaml:1:1 | url | It is not set: write it in the file, or set TOWLINE_URL, or pass --url',
      'file towline.yaml:7:5 | rules.0.name | It is not set: write it in the file',
      'file towline.yaml:7:10 | rules.0.nam | There is no such setting; did you mean name?',
      'file towline.yaml:1:11 | regsitry | There is no such setting; did you mean registry?',
      'flag --regsitry-timeout |  | There is no such flag; did you mean --registry-timeout?',
    ]);
  });

  it.each([
    ['a: [\n', ['file towline.yaml:2:1']],
    ['url: a\nurl: b\n', ['file towline.yaml:2:1']],
    ['url: a\n---\nurl: b\n', ['file towline.yaml']],
    ['- a\n', ['file towline.yaml:1:1']],
  ])('refuses the file %j', (text, sources) => {
    expect(findingsOf(file(text)).map((finding) => finding.split(' | ')[0])).toEqual(sources);
  });

  it('needs no file, and none that says something', () => {
    expect(load({ flags: { url: 'x' } }).kind).toBe('settings');
    expect(load({ ...file('# nothing yet\n'), flags: { url: 'x' } }).kind).toBe('settings');
    expect(load({ ...file('{"url": "json"}') })).toMatchObject({ settings: { url: 'json' } });
  });

  it('takes no schema that lets unknown keys pass', () => {
    expect(() => listSettings(z.strictObject({ a: z.object({ b: z.string() }) }), 'X')).toThrow(
      'a is to be a strictObject',
    );
  });
});

describe('what is generated from the schema', () => {
  it('is a reference page', () => {
    const rows = configReference(schema, 'TOWLINE').split('\n');
    expect(rows).toContain(
      '| `logLevel` | `info`, `debug` | `"info"` | How much is said. | `TOWLINE_LOG_LEVEL` | `--log-level` |',
    );
    expect(rows).toContain(
      '| `registry.timeout` | duration | `"30s"` | For one request \\| try. | `TOWLINE_REGISTRY_TIMEOUT` | `--registry-timeout` |',
    );
    expect(rows).toContain('| `registry.retries` | integer | `3` |  | `RETRIES` | `--tries` |');
    expect(rows).toContain(
      '| `registry.hosts` | list of string | `[]` |  | `TOWLINE_REGISTRY_HOSTS` | `--registry-hosts` |',
    );
    expect(rows).toContain('| `url` | string | required |  | `TOWLINE_URL` | `--url` |');
    expect(rows).toContain('| `rules` | list of map | `[]` |  |  |  |');
  });

  it('is a JSON Schema of what a file may say', () => {
    expect(configJsonSchema(schema)).toMatchObject({
      required: ['url'],
      additionalProperties: false,
      properties: { registry: { properties: { timeout: { type: 'string', default: '30s' } } } },
    });
  });
});
