import { readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { checkPipeline } from './check-pipeline.js';
import { pipelineSchema } from './pipeline.js';
import { formatFinding } from './pipeline-finding.js';

type Path = readonly (string | number)[];

const good: unknown = JSON.parse(readFileSync(new URL('testdata/pipelines/everything.json', import.meta.url), 'utf8'));

describe('checkPipeline', () => {
  it('tells in words what is wrong with any value at any place, or accepts what it accepts again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(good)), anyValue, (path, value) => {
        const reading = checkPipeline(withValue(good, path, value));
        if (reading.kind === 'pipeline') return pipelineSchema.safeParse(reading.pipeline).success;
        const lines = reading.findings.map((finding) => formatFinding(finding));
        return lines.length > 0 && lines.every((line) => !/undefined|\[object|Invalid|Too (?:small|big)/.test(line));
      }),
      { numRuns: 500 },
    );
  });
});

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1.5,
    '',
    ' ',
    'x',
    'latest',
    '{sha}',
    true,
    [],
    {},
    [null],
    { kind: 'x' },
    { kind: 'any' },
  ),
  fc.jsonValue(),
);

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) => {
    return pathsOf(each, [...path, Array.isArray(value) ? Number(key) : key]);
  });
  return [path, ...inner];
}

function withValue(whole: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined || typeof whole !== 'object' || whole === null) return value;
  if (Array.isArray(whole)) return whole.map((each, index) => (index === step ? withValue(each, rest, value) : each));
  return { ...whole, [step]: withValue(Reflect.get(whole, step), rest, value) };
}
