import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, findProgram } from './find-program.js';

const sources = fileURLToPath(new URL('../../kube-api', import.meta.url));

/** Where `.ci/build-kube-api.sh` puts the Kubernetes API server: in a folder named by the hash of its sources. */
export function kubeApiPath(): string {
  const hash = createHash('sha256');
  const files = readdirSync(sources).filter((name) => /\.go$|^go\.(mod|sum)$/.test(name));
  for (const name of files.sort()) hash.update(readFileSync(join(sources, name)));
  return join(cacheFolder(), 'kube-api', hash.digest('hex'), 'kube-api');
}

/** The Kubernetes API server built from the present sources; undefined where there is none. */
export function findKubeApi(): string | undefined {
  return findProgram('kube-api', [join(kubeApiPath(), '..')]);
}
