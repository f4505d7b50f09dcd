import { parseGitSha } from '@towline/shared/image';
import type { HttpClient } from '@towline/shared/ports';
import { applicationKey } from '../../core/application/application.js';
import { notificationText } from '../../core/outcome/notification-text.js';
import type { CurrentSecret, Notifier } from './notifier.js';

/** Where commits get their status. */
export interface GithubStatusTarget {
  /** Such as `https://api.github.com`. */
  readonly apiUrl: string;
  readonly token: CurrentSecret;
  /** What the status is called, before the name of the Application. */
  readonly context: string;
  /** `owner/name` of the manifest repository of an Application; undefined where it is not on this GitHub. */
  readonly repositoryOf: (application: Parameters<Notifier['notify']>[1]) => string | undefined;
}

/** GitHub refuses longer ones. */
const longestDescription = 140;

/** Gives the manifest commit a status on GitHub: `failure`, and `success` when it is over. */
export function createGithubStatusNotifier(http: HttpClient, target: GithubStatusTarget): Notifier {
  const { apiUrl, token, context, repositoryOf } = target;
  return {
    channel: 'github-status',
    async notify(notification, application, { signal }) {
      const repository = repositoryOf(application);
      const commit = parseGitSha(notification.commit ?? '');
      if (repository === undefined || commit === undefined) return;
      const body = {
        state: notification.kind === 'failed' ? 'failure' : 'success',
        description: shortened(notificationText(notification).title),
        context: `${context}/${applicationKey(notification.application)}`,
      };
      const headers = {
        authorization: `Bearer ${(await token({ signal })).reveal()}`,
        accept: 'application/vnd.github+json',
      };
      const url = `${apiUrl}/repos/${repository}/statuses/${commit}`;
      // The last status of a context is the one that counts.
      await http.request({ method: 'POST', url, headers, body, expect: 'none', idempotent: true, signal });
    },
  };
}

function shortened(text: string): string {
  return text.length <= longestDescription ? text : `${text.slice(0, longestDescription - 1)}…`;
}
