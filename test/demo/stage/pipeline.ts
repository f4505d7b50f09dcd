import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Part } from './part.js';
import { stageLines, stageSchema } from './stage-lines.js';
import { until } from './until.js';

/** What became of the build of a commit. */
export interface BuildEnd {
  readonly result: string;
  /** A line for each stage. */
  readonly stages: string;
  /** What the build wrote. */
  readonly log: string;
}

/** What builds commits. */
export interface Pipeline {
  /** Waits for the end of the build of a commit. */
  ended(commit: string): Promise<BuildEnd>;
}

const endedSchema = z.object({
  event: z.literal('ended'),
  result: z.string(),
  stages: z.array(stageSchema),
  source: z.object({ sha: z.string() }),
});

/** Reads what `jenkins-bridge run --watch -o json` tells, and the logs that it keeps below a folder for each commit. */
export function watchPipeline(
  part: Part<unknown>,
  options: { readonly logs: string; readonly signal: AbortSignal },
): Pipeline {
  const { logs, signal } = options;
  return {
    async ended(commit) {
      const waiting = { what: `the build of ${commit} ends`, signal };
      const { result, stages } = await until(waiting, () =>
        endedBuilds(part.written()).find(({ source }) => source.sha === commit),
      );
      return { result, stages: stageLines(stages), log: await readLogs(join(logs, commit)) };
    },
  };
}

function endedBuilds(written: string) {
  const complete = written.split('\n').slice(0, -1);
  return complete.flatMap((line) => {
    if (!line.startsWith('{"event":"ended"')) return [];
    return [endedSchema.parse(JSON.parse(line))];
  });
}

async function readLogs(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('');
}
