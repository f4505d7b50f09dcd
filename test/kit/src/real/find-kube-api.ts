import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, findProgram } from './find-program.js';

/** The Kubernetes API server that `.ci/build-kube-api.sh` built from test/kit/kube-api; undefined where there is none. */
export function findKubeApi(): string | undefined {
  const folder = join(cacheFolder(), 'kube-api');
  return findProgram(
    'kube-api',
    builds(folder).map((build) => join(folder, build)),
  );
}

function builds(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
