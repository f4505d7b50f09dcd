import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { readPipeline } from '../../packages/jenkins-bridge/src/core/pipeline/read-pipeline.js';
import { pipelineSyntaxes, renderPipeline } from '../../packages/jenkins-bridge/src/core/render/render-pipeline.js';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const run = promisify(execFile);
const count = 1_000;
const rounds = 15;
const corpus = new URL('../../packages/jenkins-bridge/src/core/render/testdata/', import.meta.url);
const library = new URL('../../packages/jenkins-bridge/dist/index.js', import.meta.url);

/** Reads and renders 1,000 pipelines, each with a name of its own, of all features and in both syntaxes in turn; then what importing the package costs. */
export async function pipelines(): Promise<readonly Figure[]> {
  const texts = readdirSync(corpus).map((name) => readFileSync(new URL(`${name}/towline.yaml`, corpus), 'utf8'));
  let started = performance.now();
  const models = Array.from({ length: count }, (_, index) => {
    const reading = readPipeline(
      `name: pipeline ${index}\n${texts[index % texts.length]?.replace(/^name: .*\n/m, '')}`,
    );
    if (reading.kind === 'refused') throw new TypeError(JSON.stringify(reading.findings));
    return reading.pipeline;
  });
  const reading = performance.now() - started;
  started = performance.now();
  for (const [index, model] of models.entries()) {
    renderPipeline(model, { syntax: pipelineSyntaxes[index % 2] ?? 'declarative' });
  }
  return [
    { name: `reading ${count} pipelines`, value: Math.round(reading), unit: 'ms' },
    { name: `rendering ${count} pipelines`, value: Math.round(performance.now() - started), unit: 'ms' },
    { name: 'import of @towline/jenkins-bridge against node -e 0', value: await importRatio(), unit: 'times' },
  ];
}

/** Medians of fifteen, taken in turns so that a busy moment meets both. */
async function importRatio(): Promise<number> {
  const starts = ['0', `import(${JSON.stringify(library.href)})`];
  const times = starts.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, code] of starts.entries()) {
      const started = performance.now();
      await run(process.execPath, ['-e', code]);
      // The first round fills the caches of the file system.
      if (round > 0) times[index]?.push(performance.now() - started);
    }
  }
  const [bare = Number.NaN, loaded = Number.NaN] = times.map(median);
  return Math.round((loaded / bare) * 100) / 100;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
