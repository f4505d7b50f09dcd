import { expect, it } from '@jest/globals';
import { describeEngine } from '@towline/test-kit/groovy';
import type { Builder } from '../../src/core/pipeline/model/builder.js';
import type { Image } from '../../src/core/pipeline/model/image.js';
import type { Registry } from '../../src/core/pipeline/model/registry.js';
import { hostOf, repositoryOf, urlOf } from '../../src/core/render/address.js';
import { powershellLook } from '../../src/core/render/methods/powershell-look.js';
import { lookScript } from '../../src/core/render/publication-script.js';
import { registryTool } from '../../src/core/render/registry-tool.js';
import { parseTagTemplate } from '../../src/core/tag/tag-template.js';
import { libraries, withLibrary } from './library.js';

const none = { kind: 'none' } as const;
const ecrIn = (region: string): Registry => ({
  kind: 'ecr',
  account: '123456789012',
  region,
  prefix: 'team',
  auth: { kind: 'credential-helper' },
});
const plain: Registry = { kind: 'oci', url: 'http://registry.internal:5000/', auth: none };
const registries: readonly Registry[] = [
  ...['eu-west-1', 'cn-north-1', 'eusc-de-east-1', 'us-iso-east-1', 'us-isob-east-1'].map(ecrIn),
  { kind: 'ecr-public', alias: 'shop', auth: { kind: 'credential-helper' } },
  { kind: 'docker-hub', namespace: 'shop', auth: { kind: 'credential', credentialsId: 'hub' } },
  { kind: 'oci', url: 'https://registry.example.com', prefix: 'team', auth: none },
  plain,
  { ...plain, url: 'http://other.internal' },
];
const builders: readonly Builder[] = [
  { kind: 'docker' },
  { kind: 'buildx', attestations: false },
  { kind: 'buildah' },
  { kind: 'podman' },
  { kind: 'towline' },
];
const templates = ['{sha}', 'v-{sha}', '{shortSha}.x', 'i{timestamp}-{sha8}', 'b{buildNumber}.{sha}', '{date}-{sha}'];

const image: Image = {
  name: 'cart',
  context: '.',
  buildArgs: {},
  secrets: [],
  labels: {},
  cache: { kind: 'agent' },
  platforms: { kind: 'agent' },
  pull: false,
  arguments: [],
};

interface Case {
  readonly builder: string;
  readonly severalPlatforms: boolean;
  readonly registry: Registry;
  readonly target: Registry | undefined;
  readonly template: string;
}

/** Each builder with each registry, a copy to the next one, and a template. */
const cases = builders.flatMap(({ kind: builder }) =>
  [false, true].flatMap((severalPlatforms) =>
    registries.flatMap((registry, index) =>
      [undefined, registries[(index + 1) % registries.length]].map(
        (target, more): Case => ({
          builder,
          severalPlatforms,
          registry,
          target,
          template: templates[(index + more) % templates.length] ?? '{sha}',
        }),
      ),
    ),
  ),
);

const script = withLibrary(`node {
  checkout scm
  def cases = new groovy.json.JsonSlurperClassic().parseText(readFile('cases.json'))
  def placeholders = new dev.towline.Model(libraryResource('dev/towline/model.json')).tagRules().placeholders
  def texts = []
  for (int at = 0; at < cases.size(); at++) texts.add(textsOf(cases[at], placeholders))
  echo groovy.json.JsonOutput.toJson(texts)
}

@NonCPS
Map textsOf(Map one, Map placeholders) {
  def tool = new dev.towline.RegistryTool(one)
  def template = dev.towline.TagTemplate.parse(one.template, placeholders).parts
  return [
    login: tool.login('"$USER"'),
    push: tool.push('a', '"$TO"'),
    pushAll: tool.pushAll('a', '"$TO"'),
    exists: tool.exists('"$TO"'),
    isSame: tool.isSame('a', 'b:c'),
    copy: tool.copy('"$FROM"', '"$TO"'),
    index: tool.index('"$TO"', ['a', 'b']),
    look: dev.towline.Look.script(tool, one.registry, template, placeholders),
    powershell: dev.towline.Look.powershell(tool),
    host: dev.towline.RegistryAddress.host(one.registry),
    url: dev.towline.RegistryAddress.url(one.registry),
    repository: dev.towline.RegistryAddress.path(one.registry, 'cart'),
  ]
}`);

function textsOf({ builder: kind, severalPlatforms, registry, target, template: text }: Case) {
  const builder = builders.find((one) => one.kind === kind) ?? { kind: 'docker' };
  const tool = registryTool({ builder, registry, target, severalPlatforms });
  const reading = parseTagTemplate(text);
  if (reading.kind === 'refused') throw new TypeError(reading.message);
  const look = { tool, registry, template: reading.template };
  return {
    login: tool.login('"$USER"'),
    push: tool.push('a', '"$TO"'),
    pushAll: tool.pushAll('a', '"$TO"'),
    exists: tool.exists('"$TO"'),
    isSame: tool.isSame('a', 'b:c'),
    copy: tool.copy('"$FROM"', '"$TO"'),
    index: tool.index('"$TO"', ['a', 'b']),
    look: lookScript(look),
    powershell: powershellLook(look),
    host: hostOf(registry),
    url: urlOf(registry),
    repository: repositoryOf(registry, image),
  };
}

describeEngine('the commands of the library', (engine) => {
  it('are those of generated pipelines, for every builder and every registry', async () => {
    const files = { 'cases.json': JSON.stringify(cases) };
    const { log, error } = await engine.run({ script, libraries: libraries(), files, serialize: false });
    expect(error).toBeNull();
    const texts: unknown = JSON.parse(log.find((line) => line.startsWith('[{')) ?? '[]');
    expect(texts).toEqual(cases.map(textsOf));
  });
});
