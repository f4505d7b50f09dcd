import type { HttpClient } from '@towline/shared/ports';
import type { Notification } from '../../core/outcome/notification.js';
import { notificationText } from '../../core/outcome/notification-text.js';
import type { CurrentSecret, Notifier } from './notifier.js';

/** Sends notifications to an incoming webhook of Slack, Mattermost or Rocket.Chat, whose address is the secret. */
export function createSlackNotifier(http: HttpClient, address: CurrentSecret): Notifier {
  return {
    channel: 'slack',
    async notify(notification, _application, { signal }) {
      const url = (await address({ signal })).reveal();
      await http.request({ method: 'POST', url, body: messageOf(notification), expect: 'none', signal });
    },
  };
}

function messageOf(notification: Notification) {
  const { title, details } = notificationText(notification);
  const color = notification.kind === 'failed' ? 'danger' : 'good';
  const text = escapeMarkup(details.join('\n'));
  return { text: escapeMarkup(title), attachments: [{ color, text, fallback: escapeMarkup(title) }] };
}

/** What Slack would take for its own markup. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
