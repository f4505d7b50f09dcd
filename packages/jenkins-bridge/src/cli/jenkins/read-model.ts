import { CliError, readTextFile } from '@towline/shared/cli';
import type { Pipeline } from '../../core/pipeline/pipeline.js';
import { formatFinding } from '../../core/pipeline/pipeline-finding.js';
import { readPipeline } from '../../core/pipeline/read-pipeline.js';

/** The pipeline that a file describes. Throws `cli-config-invalid` with everything that is wrong with it. */
export async function readModel(path: string): Promise<Pipeline> {
  return modelOf(await readTextFile(path), path);
}

/** The pipeline that the text of a file describes. Throws as {@link readModel} does. */
export function modelOf(text: string, path: string): Pipeline {
  const reading = readPipeline(text);
  if (reading.kind === 'pipeline') return reading.pipeline;
  const lines = reading.findings.map((finding) => `\n  ${formatFinding(finding, path)}`);
  throw new CliError('cli-config-invalid', `${path} is not valid:${lines.join('')}`, { hint: 'Mend what is listed.' });
}

/** What the job of a pipeline is called where nobody says it. */
export function jobNameOf({ name, images }: Pipeline): string {
  return (name ?? images[0]?.name ?? 'pipeline').split('/').at(-1) ?? 'pipeline';
}
