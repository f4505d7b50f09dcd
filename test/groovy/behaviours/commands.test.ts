import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { runProcess } from '@towline/shared/process';
import { answerBy, describeEngine, type StepCall } from '@towline/test-kit/groovy';
import { parse } from 'yaml';
import { sha } from './behaviour.js';
import { library, subjects } from './subjects.js';

const corpus = new URL('../../../packages/jenkins-bridge/src/core/render/testdata/', import.meta.url);
const features = [
  'agent-none',
  'buildah',
  'buildx',
  'buildx-attestations',
  'buildx-cache',
  'buildx-one-platform',
  'docker-options',
  'legs',
  'plain-registry',
  'podman',
  'scans',
  'several-images',
  'towline-builder',
];
const programs = ['docker', 'podman', 'buildah', 'jenkins-bridge', 'trivy', 'hadolint'];
const isAboutImages = new RegExp(`^(?:BUILDX_CONFIG=\\S+ )?(?:${programs.join('|')}) `);

/** Generated files keep them in the environment of the build. */
const facts = {
  BUILD_URL: 'https://jenkins.example.com/1/',
  HOME: '/home/jenkins',
  TOWLINE_REVISION: sha,
  TOWLINE_SOURCE: 'https://git.example.com/shop.git',
  TOWLINE_VERSION: 'v1',
  TOWLINE_CREATED: '2026-09-21T14:13:20Z',
};

/** What decides what an image becomes and what is looked at: how it is named, pushed and removed are matters of their own. */
const isTheSame = (words: readonly string[]): boolean =>
  ['build', 'run', '--exit-code', 'hadolint'].some((word) => words.includes(word));

describeEngine('images', (engine) => {
  const made = async (subject: (typeof subjects)[number], feature: string): Promise<readonly (readonly string[])[]> => {
    const pipeline = parse(readFileSync(new URL(`${feature}/towline.yaml`, corpus), 'utf8'));
    const { files, ...build } = subject.build(pipeline);
    const { calls, error } = await engine.run({
      ...build,
      files: { VERSION: '1.2', 'ci/amd64.yaml': 'kind: Pod', ...files },
      commit: sha,
      serialize: false,
      env: { BRANCH_NAME: 'main', BUILD_URL: facts.BUILD_URL },
      answer: answerBy([
        { command: 'describe --tags', stdout: facts.TOWLINE_VERSION },
        { command: 'remote.origin.url', stdout: facts.TOWLINE_SOURCE },
      ]),
    });
    expect(error).toBeNull();
    const commands = await Promise.all(calls.map(wordsOf));
    return commands.filter(isTheSame).sort((a, b) => (a.join() < b.join() ? -1 : 1));
  };

  describe.each(subjects.filter((subject) => subject !== library))('of $name', (subject) => {
    it.each(features)('are made, tested and scanned as those of the library: %s', async (feature) => {
      const ours = await made(subject, feature);
      expect(ours).not.toEqual([]);
      expect(await made(library, feature)).toEqual(ours);
    });
  });
});

/** The words of a command in a real shell, in no order. */
async function wordsOf({ command = '', env = {} }: StepCall): Promise<readonly string[]> {
  const text = command.trim();
  if (!isAboutImages.test(text)) return [];
  const stubs = programs.map((program) => `${program}() { printf '%s\\0' ${program} "$@"; }`);
  const { stdout } = await runProcess({
    command: 'bash',
    args: ['-c', [...stubs, text].join('\n')],
    env: { ...facts, ...env },
    maxOutputBytes: 65_536,
  });
  const [program = '', ...words] = Buffer.from(stdout).toString('utf8').split('\0');
  return [program, ...words.sort()];
}
