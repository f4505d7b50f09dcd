import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { lintJenkinsfile } from '../../packages/jenkins-bridge/src/core/lint/lint-jenkinsfile.js';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const count = 1_000;
const lines = 200;
const rounds = 5;
const corpus = new URL('../../packages/jenkins-bridge/src/core/lint/testdata/good/', import.meta.url);

/** Lints 1,000 Jenkinsfiles of 200 lines, made of the files of the corpus in turn: the first round, which is cold, and the median of those after it. */
export async function jenkinsfiles(): Promise<readonly Figure[]> {
  const texts = filesOfEqualLength();
  const times = Array.from({ length: rounds + 1 }, () => {
    const started = performance.now();
    for (const text of texts) lintJenkinsfile(text);
    return performance.now() - started;
  });
  const [first = Number.NaN, ...warm] = times;
  const name = `linting ${count} Jenkinsfiles of ${lines} lines`;
  return [
    { name, value: Math.round(median(warm)), unit: 'ms' },
    { name: `${name}, first round`, value: Math.round(first), unit: 'ms' },
  ];
}

function filesOfEqualLength(): readonly string[] {
  const sources = readdirSync(corpus).map((name) => readFileSync(new URL(name, corpus), 'utf8').split('\n'));
  return Array.from({ length: count }, (_, index) => {
    const source = sources[index % sources.length] ?? [];
    return Array.from({ length: lines }, (_line, at) => source[at % source.length]).join('\n');
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
