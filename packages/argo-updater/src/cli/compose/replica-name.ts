import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readTextFile } from '@towline/shared/cli';
import { errorCode } from '@towline/shared/errors';
import type { Environment } from '@towline/shared/process';

/**
 * What this replica is called, now and after a new start: as its pod; outside of one by a name that its cache folder keeps, so that two on one
 * machine are two. Without such a folder each start has a name of its own.
 */
export async function replicaName(
  { POD_NAME: pod = '' }: Environment,
  cacheDirectory: string | undefined,
): Promise<string> {
  if (pod !== '') return pod;
  const fresh = `${hostname()}-${randomBytes(4).toString('hex')}`;
  if (cacheDirectory === undefined) return fresh;
  const file = join(cacheDirectory, 'replica');
  try {
    await mkdir(cacheDirectory, { recursive: true });
    await writeFile(file, fresh, { flag: 'wx' });
    return fresh;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return (await readTextFile(file)).trim() || fresh;
  }
}
