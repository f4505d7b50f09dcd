import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pipelineSchema } from './pipeline.js';
import { formatFinding, pipelineFindings } from './pipeline-finding.js';
import { readPipeline } from './read-pipeline.js';

const refused = casesOf('findings');
const accepted = casesOf('pipelines');

describe('readPipeline', () => {
  it.each(refused)('finds everything that is wrong with %s', (name) => {
    expect(findingsOf(textOf('findings', `${name}.yaml`))).toBe(textOf('findings', `${name}.txt`));
  });

  it.each(accepted)('fills in the defaults of %s', (name) => {
    const { warnings, pipeline } = acceptedReading(name);
    expect(warnings).toEqual([]);
    expect(`${JSON.stringify(pipeline, null, 2)}\n`).toBe(textOf('pipelines', `${name}.json`));
  });

  it.each(accepted)('reads what it made of %s as it is', (name) => {
    const { pipeline } = acceptedReading(name);
    expect(pipelineSchema.parse(pipeline)).toEqual(pipeline);
  });

  it('has a golden file for each finding', () => {
    const found = refused.flatMap((name) => {
      const reading = readPipeline(textOf('findings', `${name}.yaml`));
      return (reading.kind === 'refused' ? reading.findings : reading.warnings).map(({ code }) => code);
    });
    expect(new Set(found)).toEqual(new Set(Object.keys(pipelineFindings)));
  });

  it('says where an unknown key stands, wherever that is', () => {
    const lines = textOf('pipelines', 'everything.yaml').split('\n');
    const blocks = lines.flatMap((line, index) => (/^\s*(?:- )?[a-z]\w*:/.test(line) ? [index] : []));
    fc.assert(
      fc.property(fc.constantFrom(...blocks), fc.constantFrom('1', '', '{a: 1}', '\n{}', ' # zzzz'), (index, value) => {
        const indent = /^\s*(?:- )?/.exec(lines[index] ?? '')?.[0] ?? '';
        const before = [
          ...lines.slice(0, index),
          `${indent}zzzz: ${value.replace('\n', `\n${' '.repeat(indent.length + 2)}`)}`,
        ];
        const text = [...before, (lines[index] ?? '').replace('- ', '  '), ...lines.slice(index + 1)].join('\n');
        const reading = readPipeline(text);
        const found = reading.kind === 'refused' ? reading.findings : [];
        expect(found.find(({ code }) => code === 'key-unknown')?.position).toEqual({
          line: index + 1,
          column: indent.length + 1,
        });
      }),
    );
  });

  it('answers to any text', () => {
    const text = fc.string({
      unit: fc.constantFrom('images', 'name', 'kind', 'tests', ':', ' ', '\n', '- ', '{', '}', '[', ']', 'a', '1'),
    });
    fc.assert(fc.property(text, (any) => readPipeline(any).kind === 'refused'));
  });
});

function findingsOf(text: string): string {
  const reading = readPipeline(text);
  const findings = reading.kind === 'refused' ? reading.findings : reading.warnings;
  return findings.map((finding) => `${formatFinding(finding, 'towline.yaml')} [${finding.code}]\n`).join('');
}

function acceptedReading(name: string): Extract<ReturnType<typeof readPipeline>, { kind: 'pipeline' }> {
  const reading = readPipeline(textOf('pipelines', `${name}.yaml`));
  if (reading.kind === 'pipeline') return reading;
  throw new Error(reading.findings.map((finding) => formatFinding(finding)).join('\n'));
}

function casesOf(folder: string): readonly string[] {
  return readdirSync(pathOf(folder)).flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -5)] : []));
}

function textOf(folder: string, file: string): string {
  return readFileSync(pathOf(`${folder}/${file}`), 'utf8');
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`testdata/${path}`, import.meta.url));
}
