import { describe, expect, it } from '@jest/globals';
import { readYaml } from '@towline/shared/yaml';
import fc from 'fast-check';
import { checkPipeline } from '../pipeline/check-pipeline.js';
import { type DetectedPipeline, detectPipeline } from './detect-pipeline.js';
import { type Folder, isTelling } from './folder.js';
import { writePipeline } from './write-pipeline.js';

const origin = {
  name: 'shop',
  registry: { kind: 'ecr' as const, account: '123456789012', region: 'eu-west-1' },
};

describe('detectPipeline, images', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly object[]]>([
    ['a Dockerfile at the top', { Dockerfile: '' }, [{ name: 'shop' }]],
    ['a Containerfile', { Containerfile: '' }, [{ name: 'shop', dockerfile: 'Containerfile' }]],
    [
      'Dockerfiles in folders, the top first',
      { 'web/Dockerfile': '', 'apps/Big API/Dockerfile': '', Dockerfile: '', 'node_modules/x/Dockerfile': '' },
      [{ name: 'shop' }, { name: 'shop/web', context: 'web' }, { name: 'shop/apps/big-api', context: 'apps/Big API' }],
    ],
    [
      'what a Compose file builds, rather than every Dockerfile',
      {
        Dockerfile: '',
        'compose.yaml':
          'services: {db: {image: postgres}, api: {build: ./api}, web: {build: {context: ., dockerfile: web.Dockerfile, target: run}}}',
      },
      [
        { name: 'shop/api', context: 'api' },
        { name: 'shop/web', dockerfile: 'web.Dockerfile', target: 'run' },
      ],
    ],
    [
      'the only service that a Compose file builds, under the name of the whole',
      { 'docker-compose.yml': 'services: {api: {build: api}}' },
      [{ name: 'shop', context: 'api' }],
    ],
    [
      'Dockerfiles where the Compose file builds nothing here',
      { Dockerfile: '', 'compose.yml': 'services: {a: {build: ../other}, b: {build: $WHERE}}' },
      [{ name: 'shop' }],
    ],
    ['Dockerfiles where the Compose file is no YAML', { Dockerfile: '', 'compose.yml': '{' }, [{ name: 'shop' }]],
  ])('finds %s', (_what, files, images) => {
    expect(pipelineOf(files).images).toEqual(images);
  });

  it('finds nothing to build where there is no Dockerfile', () => {
    expect(detect({ 'package.json': '{}', 'Dockerfile.md': '' })).toEqual({ kind: 'no-image' });
  });
});

describe('detectPipeline, tests', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
    [
      'npm with a lock file',
      { 'package.json': '{"scripts":{"test":"jest"},"engines":{"node":">=20.1"}}', 'package-lock.json': '' },
      'node:20',
      'npm ci\nnpm test',
    ],
    ['yarn', { 'package.json': '{"scripts":{"test":"jest"}}', 'yarn.lock': '' }, 'node:lts', 'yarn test'],
    ['pnpm', { 'package.json': '{"scripts":{"test":"jest"}}', 'pnpm-lock.yaml': '' }, 'node:lts', 'pnpm test'],
    ['Maven', { 'pom.xml': '<java.version>17</java.version>' }, 'maven:3-eclipse-temurin-17', 'verify'],
    [
      'Maven of old',
      { 'pom.xml': '<maven.compiler.source>1.8</maven.compiler.source>' },
      'maven:3-eclipse-temurin-8',
      'verify',
    ],
    ['Go', { 'go.mod': 'module x\n\ngo 1.23.4\n' }, 'golang:1.23', 'go test ./...'],
    ['Python', { 'requirements.txt': 'flask\npytest==8\n' }, 'python:3', 'pip install -r requirements.txt'],
    ['Python by a project file', { 'pyproject.toml': '[tool.pytest]' }, 'python:3', 'pip install . pytest'],
  ])('runs those of %s', (_what, files, image, command) => {
    const { tests } = pipelineOf({ Dockerfile: '', ...files });
    expect(tests).toHaveLength(1);
    expect(tests?.[0]).toMatchObject({ kind: 'other-image', image, run: expect.stringContaining(command) });
  });

  it.each([
    ['npm init', { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' }],
    ['a broken manifest', { 'package.json': '{"scripts":' }],
    ['Python without pytest', { 'requirements.txt': 'flask\n' }],
  ])('invents none for %s', (_what, files) => {
    expect(pipelineOf({ Dockerfile: '', ...files }).tests).toBeUndefined();
  });
});

describe('a detected pipeline', () => {
  const files = {
    'a/Dockerfile': '',
    'package.json': '{"scripts":{"test":"x"}}',
    'pom.xml': '',
    'go.mod': '',
    'pyproject.toml': 'pytest',
  };

  it('is one, and says what it is made from', () => {
    const detected = detect(files, 'trunk');
    expect(detected).toMatchObject({
      kind: 'pipeline',
      from: ['a/Dockerfile', 'package.json', 'pom.xml', 'go.mod', 'pyproject.toml'],
    });
    expect(checkPipeline(detected.kind === 'pipeline' ? detected.pipeline : {})).toMatchObject({
      kind: 'pipeline',
      warnings: [],
      pipeline: { source: { branch: 'trunk' } },
    });
  });

  it('is written as a file that reads as itself', () => {
    const pipeline = pipelineOf(files);
    const text = writePipeline(pipeline);
    expect(readYaml(text)[0]?.value).toEqual(pipeline);
    expect(text).toContain('image: node:lts\n');
    expect(text).toContain('    run: |-\n      export HOME="$PWD"\n');
  });
});

describe('writePipeline', () => {
  it('writes any data so that it reads as itself', () => {
    const { tree } = fc.letrec<{ tree: unknown; value: unknown }>((tie) => ({
      tree: fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value')),
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '-', ':', '=', '/', '#', '"', 'é', '1', '\t') }),
        fc.integer(),
        fc.boolean(),
        fc.constantFrom('true', 'No', '1.0', '~', 'a: b', 'node:20', '0x1', ''),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('tree'),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        // The writer takes pipelines; what it does to texts, lists and maps does not depend on their names.
        const text = Reflect.apply(writePipeline, undefined, [value]);
        expect(JSON.stringify(readYaml(text)[0]?.value ?? {})).toBe(JSON.stringify(value));
      }),
    );
  });
});

function pipelineOf(
  files: Readonly<Record<string, string>>,
): Extract<DetectedPipeline, { kind: 'pipeline' }>['pipeline'] {
  const detected = detect(files);
  if (detected.kind !== 'pipeline') throw new Error('nothing was found');
  return detected.pipeline;
}

function detect(files: Readonly<Record<string, string>>, branch?: string): DetectedPipeline {
  const folder: Folder = {
    paths: Object.keys(files),
    texts: new Map(Object.entries(files).filter(([path]) => isTelling(path))),
  };
  return detectPipeline(folder, { ...origin, branch });
}
