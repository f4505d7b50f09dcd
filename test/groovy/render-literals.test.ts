import { execFileSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { definePipeline, type PipelineInput, pipelineSyntaxes, renderPipeline } from '@towline/jenkins-bridge';
import { describeEngine } from '@towline/test-kit/groovy';
import fc from 'fast-check';

const odd = fc.string({ unit: fc.constantFrom(...`'"$\`\\{}/ \tuaé\u2028\u0001😀`), maxLength: 12 });
const code = fc.constantFrom(
  '${env.SECRET}',
  "'; sh 'id'; '",
  '\\u0027 + 1 + \\u0027',
  '"""',
  "'''",
  '$BUILD_URL',
  '\\',
  '//',
  '/*',
);
const line = fc
  .oneof(
    odd,
    code,
    fc.tuple(odd, code, odd).map((parts) => parts.join('')),
  )
  .map((text) => `x${text}`);
const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));

const hostile = fc.record({
  run: text,
  check: text,
  argument: text,
  label: line,
  environment: text,
  question: line,
  channel: line,
});
type Hostile = typeof hostile extends fc.Arbitrary<infer Value> ? Value : never;

describeEngine('what a pipeline says', (engine) => {
  it.each(pipelineSyntaxes)(
    'stays data in the %s syntax, whatever it is',
    async (syntax) => {
      await fc.assert(
        fc.asyncProperty(hostile, async (said) => {
          const script = renderPipeline(definePipeline(pipelineOf(said)), { syntax });
          const { errors, literals } = await engine.parse(script);
          expect(errors).toEqual([]);
          const values = literals.map(({ value }) => value);
          for (const each of [said.run, said.check, said.question, said.channel]) expect(values).toContain(each);
          expect(values.some((value) => value === said.environment || value === `GREETING=${said.environment}`)).toBe(
            true,
          );
          const build = values.find((value) => value?.includes('--build-arg')) ?? '';
          expect(wordsOf(build)).toEqual(expect.arrayContaining([`GREETING=${said.argument}`, `note=${said.label}`]));
        }),
        { numRuns: 60 },
      );
    },
    120_000,
  );

  it('keeps a text of several lines as it is', async () => {
    const run = 'cat <<EOF\n  two  \n\ttabs\nEOF';
    const { literals } = await engine.parse(
      renderPipeline(definePipeline(pipelineOf({ ...plain, run })), { syntax: 'scripted' }),
    );
    expect(literals.map(({ value }) => value)).toContain(run);
  });
});

const plain: Hostile = {
  run: 'a',
  check: 'b',
  argument: 'c',
  label: 'd',
  environment: 'e',
  question: 'f',
  channel: 'g',
};

function pipelineOf({ run, check, argument, label, environment, question, channel }: Hostile): PipelineInput {
  return {
    environment: { GREETING: environment },
    images: [{ name: 'shop/cart', buildArgs: { GREETING: argument }, labels: { note: label } }],
    tests: [{ kind: 'built-image', run: check }],
    publication: {
      registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1' },
      approval: { message: question },
    },
    after: [{ kind: 'command', name: 'Deploy', run }],
    notifications: [{ kind: 'slack', channel, on: ['always'] }],
  };
}

/** The arguments of `docker build` as a shell reads them. */
function wordsOf(line: string): readonly string[] {
  return execFileSync('sh', ['-c', `printf '%s\\000' ${line}`], { encoding: 'utf8', env: {} }).split('\0');
}
