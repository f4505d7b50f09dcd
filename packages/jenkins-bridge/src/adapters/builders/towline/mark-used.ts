import { utimes } from 'node:fs/promises';
import { errorCode } from '@towline/shared/errors';

/** Says by the time of a file of the store that it is used now. Gives false where it is gone meanwhile, as when another process tidies up. */
export async function markUsed(path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return true;
  } catch (error) {
    // A store that may only be read is not tidied either.
    return errorCode(error) !== 'ENOENT';
  }
}
