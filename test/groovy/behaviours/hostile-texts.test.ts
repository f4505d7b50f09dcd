import { describe, expect, it } from '@jest/globals';
import { runProcess } from '@towline/shared/process';
import { describeEngine } from '@towline/test-kit/groovy';
import { pipelines } from './pipelines.js';
import { subjects } from './subjects.js';

const hostile = `it's "\${env.HOME}" $(touch pwned) \`id\` \\\\n ; exit 1 # 'x'`;
const [image] = pipelines.simplest.images;
const pipeline = {
  ...pipelines.simplest,
  images: [{ ...image, buildArgs: { TEXT: hostile }, labels: { 'a b': hostile }, arguments: [hostile] }],
};

describeEngine('a text that looks like code', (engine) => {
  describe.each(subjects)('in $name', (subject) => {
    it('reaches the builder as it is', async () => {
      const { calls, error } = await engine.run({ ...subject.build(pipeline), env: { BRANCH_NAME: 'main' } });
      expect(error).toBeNull();
      const command = calls.find((call) => call.command?.startsWith('docker build'))?.command ?? '';
      const words = await wordsOf(command);
      expect(words).toEqual(expect.arrayContaining([`TEXT=${hostile}`, `a b=${hostile}`, hostile]));
    });
  });
});

/** The words that a real shell hands to docker. */
async function wordsOf(command: string): Promise<readonly string[]> {
  const script = `docker() { printf '%s\\0' "$@"; }\n${command}`;
  const { stdout } = await runProcess({ command: 'sh', args: ['-c', script], env: {}, maxOutputBytes: 65_536 });
  return Buffer.from(stdout).toString('utf8').split('\0');
}
