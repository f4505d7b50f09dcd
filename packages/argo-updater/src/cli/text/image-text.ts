import type { Paint } from '@towline/shared/cli';
import { formatPlatform } from '@towline/shared/image';
import { describeHold } from '../../core/hold/describe-hold.js';
import type { ImageOutcome, ImageVersion } from '../../core/plan/image-outcome.js';
import { describeVersion } from '../../core/plan/wanted-version.js';
import { ageText } from './age-text.js';

/** What becomes of an image, in one line: a sign, the image, and why. */
export function imageLine(outcome: ImageOutcome, paint: Paint): string {
  const { label } = outcome.image;
  switch (outcome.kind) {
    case 'change': {
      const { rule, ageMs } = outcome.why;
      const age = ageMs === undefined ? '' : `, ${ageText(ageMs)} old`;
      const step = `${fromText(outcome.from)} → ${paint.bold(describeVersion(outcome.to))}`;
      return `${paint.green('+')} ${label}  ${step}  ${paint.dim(`${rule}${age}`)}`;
    }
    case 'current':
      return `${paint.dim('=')} ${label}  ${describeVersion(outcome.version)}  ${paint.dim('is current')}`;
    case 'held':
      return `${paint.yellow('‖')} ${label}  ${describeVersion(outcome.to)} held: ${describeHold(outcome.by)} ${paint.dim(`until ${outcome.until}`)}`;
    case 'refused':
      return `${paint.yellow('-')} ${label}  refused: ${outcome.reason} ${paint.dim(`(${outcome.rule})`)}`;
    case 'waiting':
      return `${paint.yellow('…')} ${label}  ${describeVersion(outcome.to)} waiting: ${outcome.missing.map(formatPlatform).join(', ')}`;
    case 'failed': {
      const { message, code, hint } = outcome.failure;
      const advice = hint === undefined ? '' : `\n      ${paint.cyan('→')} ${hint}`;
      return `${paint.red('✗')} ${label}  ${message} ${paint.dim(`(${code})`)}${advice}`;
    }
  }
}

function fromText(version: ImageVersion | undefined): string {
  return version === undefined ? '(nothing)' : describeVersion(version);
}
