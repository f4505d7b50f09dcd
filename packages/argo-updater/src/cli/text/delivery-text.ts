import type { Paint } from '@towline/shared/cli';
import type { Delivered } from '../../app/pass/delivery.js';
import { type DeliveredPass, summarize } from '../../app/pass/run-pass.js';
import { applicationKey } from '../../core/application/application.js';
import { imageLine } from './image-text.js';
import { imageData } from './plan-data.js';
import { skippedData } from './skipped-text.js';

/** What a pass did, for people: a line for each Application that something became of, and the sum. */
export function deliveryText(pass: DeliveredPass, paint: Paint): string {
  const shown = pass.delivered
    .filter(isNotable)
    .flatMap((one) => [
      `${paint.bold(applicationKey(one.plan.application))} ${fateOf(one, paint)}`,
      ...one.plan.images.filter(({ kind }) => kind !== 'current').map((image) => `  ${imageLine(image, paint)}`),
    ]);
  return `${[...shown, summaryLine(pass)].join('\n')}\n`;
}

/** What a pass did, for programs. */
export function deliveryData(pass: DeliveredPass) {
  return {
    summary: summarize(pass),
    applications: pass.delivered.map(({ plan, delivery }) => ({
      application: applicationKey(plan.application),
      delivery,
      images: plan.images.map(imageData),
      findings: plan.findings,
    })),
    ...skippedData(pass),
  };
}

function isNotable({ plan, delivery }: Delivered): boolean {
  return delivery.kind !== 'unchanged' || plan.images.some(({ kind }) => kind !== 'current');
}

function fateOf({ delivery }: Delivered, paint: Paint): string {
  switch (delivery.kind) {
    case 'unchanged':
      return paint.dim('is as it was');
    case 'committed':
      return `is committed to ${delivery.branch} as ${delivery.commit.slice(0, 12)}`;
    case 'requested':
      return `is requested: ${delivery.url}`;
    case 'patched':
      return 'is patched';
    case 'failed': {
      const { message, code, hint } = delivery.failure;
      const advice = hint === undefined ? '' : `\n      ${paint.cyan('→')} ${hint}`;
      return `${paint.red('failed')}: ${message} ${paint.dim(`(${code})`)}${advice}`;
    }
  }
}

function summaryLine(pass: DeliveredPass): string {
  const { applications, images, updated, failed } = summarize(pass);
  return `${updated} of ${images} images updated in ${applications} applications, ${failed} failed`;
}
