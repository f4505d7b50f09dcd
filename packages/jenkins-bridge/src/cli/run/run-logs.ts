import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { StageLog } from '../../app/run/perform-stage.js';
import type { RunStage } from '../../core/run/run-stage.js';

/** Opens a file for the lines of each stage in a folder, `01-clone-repository.log`; nothing is kept where there is no folder. */
export function createRunLogs(folder: string | undefined): (stage: RunStage) => Promise<StageLog> {
  return async ({ id, name }) => {
    if (folder === undefined) return { take: () => undefined, close: async () => undefined };
    await mkdir(folder, { recursive: true });
    const file = createWriteStream(join(folder, `${id.padStart(2, '0')}-${fileName(name)}.log`));
    await once(file, 'open');
    return {
      take(line) {
        if (file.write(`${line}\n`)) return undefined;
        return once(file, 'drain').then(() => undefined);
      },
      async close() {
        file.end();
        await finished(file);
      },
    };
  };
}

function fileName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
}
