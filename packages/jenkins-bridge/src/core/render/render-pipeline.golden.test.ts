import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lintJenkinsfile } from '../lint/lint-jenkinsfile.js';
import { readPipeline } from '../pipeline/read-pipeline.js';
import { pipelineSyntaxes, renderPipeline } from './render-pipeline.js';

/** In each folder a pipeline, and what it becomes. UPDATE_JENKINSFILES=1 writes them anew, for the review to see the difference. */
const testdata = new URL('testdata/', import.meta.url);
const features = readdirSync(testdata);
const cases = features.flatMap((feature) => pipelineSyntaxes.map((syntax) => ({ feature, syntax })));

describe('renderPipeline', () => {
  it.each(cases)('writes $feature/Jenkinsfile.$syntax, with nothing for the lint to find', ({ feature, syntax }) => {
    const reading = readPipeline(readFileSync(new URL(`${feature}/towline.yaml`, testdata), 'utf8'));
    if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.findings));
    const text = renderPipeline(reading.pipeline, { syntax });
    const file = new URL(`${feature}/Jenkinsfile.${syntax}`, testdata);
    if (process.env.UPDATE_JENKINSFILES === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(lintJenkinsfile(text)).toEqual([]);
  });
});
