import type { PipelineInput } from '../pipeline/pipeline.js';
import type { Folder } from './folder.js';
import { packageManifest } from './schema.js';

type TestInput = NonNullable<PipelineInput['tests']>[number];

/** A test to run, and the file that says so. */
export interface DetectedTest {
  readonly test: TestInput;
  readonly from: string;
}

/** The tests that a folder has, each in an image with what it takes: an agent needs no more than a container engine. */
export function detectTests(folder: Folder): readonly DetectedTest[] {
  return [nodeTest, mavenTest, goTest, pythonTest].flatMap((detect) => detect(folder) ?? []);
}

// In a container the user has the agent's number and often no home that can be written to.
const home = 'export HOME="$PWD"';

function nodeTest({ paths, texts }: Folder): DetectedTest | undefined {
  const from = 'package.json';
  const manifest = packageManifest.safeParse(jsonValue(texts.get(from)));
  const command = manifest.data?.scripts?.test;
  // What npm init writes is no test.
  if (command === undefined || command.includes('no test specified')) return undefined;
  const image = `node:${/\d+/.exec(manifest.data?.engines?.node ?? '')?.[0] ?? 'lts'}`;
  const has = (file: string): boolean => paths.includes(file);
  const commands = has('pnpm-lock.yaml')
    ? ['npx --yes pnpm install --frozen-lockfile', 'npx --yes pnpm test']
    : has('yarn.lock')
      ? ['yarn install --frozen-lockfile', 'yarn test']
      : [has('package-lock.json') ? 'npm ci' : 'npm install', 'npm test'];
  return { from, test: inImage('Test with Node', image, [home, ...commands]) };
}

function mavenTest({ texts }: Folder): DetectedTest | undefined {
  const from = 'pom.xml';
  const text = texts.get(from);
  if (text === undefined) return undefined;
  const wanted = /<(?:java\.version|maven\.compiler\.(?:release|target|source)|release)>\s*(?:1\.)?(\d+)\s*</.exec(
    text,
  );
  const test = inImage('Test with Maven', `maven:3-eclipse-temurin-${wanted?.[1] ?? '21'}`, [
    'mvn -B -Dmaven.repo.local=.m2/repository verify',
  ]);
  return { from, test: { ...test, junit: '**/target/surefire-reports/*.xml' } };
}

function goTest({ texts }: Folder): DetectedTest | undefined {
  const from = 'go.mod';
  const text = texts.get(from);
  if (text === undefined) return undefined;
  const version = /^go\s+(\d+\.\d+)/m.exec(text)?.[1] ?? '1';
  return { from, test: inImage('Test with Go', `golang:${version}`, [home, 'go test ./...']) };
}

function pythonTest({ texts }: Folder): DetectedTest | undefined {
  const from = ['requirements.txt', 'pyproject.toml'].find((file) => /\bpytest\b/.test(texts.get(file) ?? ''));
  if (from === undefined) return undefined;
  const install = from === 'requirements.txt' ? 'pip install -r requirements.txt' : 'pip install . pytest';
  const commands = [
    home,
    'python -m venv .venv',
    '. .venv/bin/activate',
    install,
    'python -m pytest --junitxml=pytest.xml',
  ];
  return { from, test: { ...inImage('Test with Python', 'python:3', commands), junit: 'pytest.xml' } };
}

function inImage(name: string, image: string, commands: readonly string[]): TestInput {
  return { kind: 'other-image', name, image, run: commands.join('\n') };
}

function jsonValue(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}
