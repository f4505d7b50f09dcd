import type { Clock, HttpClient } from '@towline/shared/ports';
import { applicationKey } from '../../core/application/application.js';
import type { Notification } from '../../core/outcome/notification.js';
import { notificationText } from '../../core/outcome/notification-text.js';
import type { CurrentSecret, Notifier } from './notifier.js';
import { signatureHeaders } from './sign-payload.js';

/** Where notifications are sent. */
export interface WebhookTarget {
  readonly url: string;
  /** Undefined where nothing is signed. */
  readonly secret: CurrentSecret | undefined;
}

/** Sends notifications as JSON, signed. A receiver knows a repetition by its `id`. */
export function createWebhookNotifier(
  { http, clock }: { readonly http: HttpClient; readonly clock: Clock },
  { url, secret }: WebhookTarget,
): Notifier {
  return {
    channel: 'webhook',
    async notify(notification, _application, { signal }) {
      const body = JSON.stringify(payloadOf(notification));
      const proof = secret === undefined ? {} : signatureHeaders(body, await secret({ signal }), clock.now());
      const headers = { 'content-type': 'application/json', ...proof };
      await http.request({ method: 'POST', url, headers, body, expect: 'none', idempotent: true, signal });
    },
  };
}

function payloadOf(notification: Notification) {
  const { kind, stage, application, commit, branch, reason, isTakenBack, at } = notification;
  const { title, details } = notificationText(notification);
  const name = applicationKey(application);
  const images = notification.images.map(({ repository, from, to, revision, source, author }) => {
    return { repository, from, to, revision, source, author };
  });
  return {
    id: `${kind} ${name} ${commit ?? ''} ${at}`,
    kind,
    stage,
    application: name,
    images,
    commit,
    branch,
    reason,
    takenBack: isTakenBack,
    at: new Date(at).toISOString(),
    title,
    details,
  };
}
