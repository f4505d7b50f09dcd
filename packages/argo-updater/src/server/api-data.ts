import type { ApplicationState, LastDelivery } from '../app/live/ports.js';
import { applicationKey } from '../core/application/application.js';
import type { DeliveryRecord } from '../core/outcome/delivery-record.js';

/** An image on its way, as the API tells it. */
export function deliveryData(record: DeliveryRecord) {
  const { application, label, repository, tag, digest, state, reason, commit, revision, at } = record;
  return {
    application: applicationKey(application),
    image: `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`,
    alias: label,
    repository,
    state,
    reason,
    commit,
    revision,
    at: timeText(at),
  };
}

/** An Application as the API tells it. */
export function applicationData(state: ApplicationState) {
  const { application, repositories, images, plannedAt, lastDelivery, problems, sync, health } = state;
  return {
    application: applicationKey(application),
    repositories,
    images: images.map(({ label, repository, state: kind, deployed, wanted, why }) => {
      return { alias: label, repository, state: kind, deployed, wanted, why };
    }),
    sync,
    health,
    problems,
    plannedAt: plannedAt === undefined ? undefined : timeText(plannedAt),
    lastDelivery: lastDelivery && lastDeliveryData(lastDelivery),
  };
}

function lastDeliveryData({ at, ...delivery }: LastDelivery) {
  return { ...delivery, at: timeText(at) };
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}
