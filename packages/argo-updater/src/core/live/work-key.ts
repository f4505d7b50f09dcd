import { type ApplicationName, applicationKey } from '../application/application.js';
import type { WriteTarget } from '../application/write-back/write-target.js';

/**
 * What belongs together, because it is written together: Applications of one key are decided by one replica, in one pass. It is the
 * repository and the branch that is read or, where the live Application is written, that one. `addressKey` makes one text of all spellings
 * of an address.
 */
export function workKey(
  application: ApplicationName,
  target: WriteTarget,
  addressKey: (address: string) => string,
): string {
  if (target.kind === 'argocd') return JSON.stringify(['live', applicationKey(application)]);
  const { repository, base, credentials } = target;
  const branch = base.kind === 'named' ? base.name : null;
  return JSON.stringify(['git', addressKey(repository), branch, credentials]);
}
