import type { Logger } from '@towline/shared/ports';
import { applicationKey } from '../../core/application/application.js';
import type { DecidedImage } from '../../core/live/decided-image.js';
import type { Decision, PassObserver } from './ports.js';

/** Logs every decision in one line, and none again that stays as it is. */
export function logDecisions(log: Logger): Pick<PassObserver, 'decided'> {
  const last = new Map<string, string>();
  return {
    decided(decision) {
      const application = applicationKey(decision.application);
      for (const image of decision.images) {
        const key = `${application} ${image.label}`;
        const text = JSON.stringify([image.state, image.wanted, image.rule, decision.delivery?.kind]);
        const isNew = last.get(key) !== text;
        // What is current needs no word, and what it is held against the next time is that.
        if (image.state === 'current') last.delete(key);
        else last.set(key, text);
        if (isNew && image.state !== 'current') tell(log, { application, image, decision });
      }
    },
  };
}

interface Told {
  readonly application: string;
  readonly image: DecidedImage;
  readonly decision: Decision;
}

function tell(log: Logger, { application, image, decision }: Told): void {
  const { label, deployed: from, wanted: to, why, rule } = image;
  const fields = { application, image: label, ...(from && { from }), ...(to && { to }), why };
  const { delivery } = decision;
  switch (image.state) {
    case 'change':
      if (delivery?.kind === 'failed') {
        log.warn({ ...fields, code: delivery.failure.code, error: delivery.failure.message }, 'An update failed');
      } else log.info({ ...fields, ...placeOf(decision) }, 'An image was updated');
      return;
    case 'failed':
      log.warn({ ...fields, code: rule }, 'An image could not be judged');
      return;
    case 'held':
      log.info(fields, 'An update is held');
      return;
    case 'waiting':
      log.info(fields, 'An update waits for platforms');
      return;
    default:
      log.info({ ...fields, rule }, 'No update');
  }
}

function placeOf({ delivery }: Decision): object {
  switch (delivery?.kind) {
    case 'committed':
      return { branch: delivery.branch, commit: delivery.commit };
    case 'requested':
      return { branch: delivery.branch, url: delivery.url };
    default:
      return {};
  }
}
