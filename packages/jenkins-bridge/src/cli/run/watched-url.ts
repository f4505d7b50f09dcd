import { resolve } from 'node:path';
import { CliError, type Invocation, readOptionalFile, textOption } from '@towline/shared/cli';
import { modelOf } from '../jenkins/read-model.js';

/** The repository that is watched: that of `--source`, else the one that the pipeline in this folder names. */
export async function watchedUrl(invocation: Invocation): Promise<string> {
  const given = textOption(invocation, 'source');
  if (given !== undefined) return given;
  const file = textOption(invocation, 'file') ?? 'towline.yaml';
  const text = await readOptionalFile(resolve(file));
  const url = text === undefined ? undefined : modelOf(text, file).source.url;
  if (url !== undefined) return url;
  throw new CliError('cli-usage', 'Nothing says which repository is watched', {
    hint: 'Give --source, or source.url in towline.yaml.',
  });
}
