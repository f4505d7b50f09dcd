import type { Decision, PassObserver } from '../../app/live/ports.js';
import type { Metrics } from './metrics.js';

/** Counts what passes come to. */
export function observePasses(metrics: Metrics): PassObserver {
  return {
    passed({ cause, durationMs, failed }) {
      metrics.add('towline_passes_total', { cause });
      metrics.observe('towline_pass_duration_seconds', durationMs / 1_000, { cause });
      if (failed > 0) metrics.add('towline_applications_failed_total', {}, failed);
    },
    polled: ({ durationMs }) => metrics.observe('towline_poll_duration_seconds', durationMs / 1_000),
    counted({ applications, images }) {
      metrics.set('argocd_image_updater_applications_watched_total', applications);
      metrics.set('argocd_image_updater_images_watched_total', images);
    },
    decided(decision) {
      countImages(metrics, decision);
      countDelivery(metrics, decision);
    },
  };
}

function countImages(metrics: Metrics, { images }: Decision): void {
  for (const { state, rule } of images) {
    metrics.add('towline_decisions_total', { state });
    if (state === 'refused' && rule !== undefined) metrics.add('towline_refusals_total', { rule });
    if (state === 'failed') metrics.add('argocd_image_updater_images_errors_total');
  }
}

function countDelivery(metrics: Metrics, { images, delivery, pushedAt, at }: Decision): void {
  if (delivery === undefined) return;
  metrics.add('towline_deliveries_total', { kind: delivery.kind });
  const changed = images.filter(({ state }) => state === 'change');
  if (delivery.kind === 'failed') {
    metrics.add('argocd_image_updater_images_errors_total', {}, changed.length);
    return;
  }
  metrics.add('argocd_image_updater_images_updated_total', {}, changed.length);
  if (delivery.kind === 'requested') return;
  for (const { repository } of changed) {
    const pushed = pushedAt.get(repository);
    if (pushed !== undefined) metrics.observe('towline_lead_time_seconds', Math.max(0, at - pushed) / 1_000);
  }
}
