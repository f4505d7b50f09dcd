import type { Paint } from '@towline/shared/cli';
import type { Explanation } from '../../app/explain.js';
import { applicationKey } from '../../core/application/application.js';
import { imageLine } from './image-text.js';
import { imageData } from './plan-data.js';
import { selectionText } from './selection-text.js';

/** Every image with what becomes of it, and below it every tag with the rule that refused it. */
export function explanationText({ plan, images }: Explanation, paint: Paint): string {
  const lines = images.flatMap(({ outcome, chosen, refusals }) => [
    `${imageLine(outcome, paint)} ${paint.dim(`— ${outcome.image.reference}, ${outcome.candidates} tags`)}`,
    ...selectionText(chosen?.tag, refusals, paint).map((line) => `  ${line}`),
    '',
  ]);
  return `${[paint.bold(applicationKey(plan.application)), ...lines].join('\n')}`;
}

/** An explanation for programs: each tag is `chosen`, or has the rule that refused it. */
export function explanationData({ plan, images }: Explanation) {
  return {
    application: applicationKey(plan.application),
    images: images.map(({ outcome, chosen, refusals }) => ({
      ...imageData(outcome),
      tags: [
        ...(chosen === undefined ? [] : [{ tag: chosen.tag, verdict: 'chosen' }]),
        ...refusals.map(({ tag, rule, reason }) => ({ tag, verdict: rule, reason })),
      ],
    })),
  };
}
