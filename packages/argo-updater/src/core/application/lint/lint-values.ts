import { closestWord } from '@towline/shared/text';
import { parseAnnotationKey } from '../annotations/annotation-key.js';
import type { AnnotationType } from '../annotations/annotation-spec.js';
import { parseBoolean } from '../annotations/boolean.js';
import { badValue } from '../annotations/own-settings.js';
import type { Finding } from '../finding.js';
import { strategyNames } from '../images/image-policy.js';

/** Finds values that are not of the form that their annotation has, without regard to what else is set. */
export function lintValues(annotations: Readonly<Record<string, string>>): readonly Finding[] {
  return Object.entries(annotations).flatMap(([key, value]) => {
    const parsed = parseAnnotationKey(key);
    if (!parsed || parsed.kind === 'unknown') return [];
    return checkValue(key, value.trim(), parsed.spec.type) ?? [];
  });
}

function checkValue(at: string, value: string, type: AnnotationType): Finding | undefined {
  switch (type.kind) {
    case 'boolean':
      return parseBoolean(value) === undefined ? badValue(at, value, 'true or false') : undefined;
    case 'enum':
      return value === '' || type.values.includes(value) ? undefined : badValue(at, value, type.values.join(' or '));
    case 'strategy':
      return value === '' || strategyNames.includes(value.toLowerCase()) ? undefined : unknownStrategy(at, value);
    case 'tag-filter':
      return value === '' || /^(?:any$|regexp:)/i.test(value) ? undefined : matchesNothing(at, value);
    case 'text':
    case 'list':
      return value === '' ? says('annotation-useless', at, { message: 'it is empty', fix: 'Take it out.' }) : undefined;
    default:
      return undefined;
  }
}

function unknownStrategy(at: string, value: string): Finding {
  const meant = closestWord(value, strategyNames);
  const message = `${JSON.stringify(value)} is no strategy, so semver is used`;
  const fix = meant === undefined ? `Write one of ${strategyNames.join(', ')}.` : `Did you mean ${meant}?`;
  return says('annotation-value', at, { message, fix });
}

function matchesNothing(at: string, value: string): Finding {
  const message = `${JSON.stringify(value)} begins neither with regexp: nor is it any, so no tag is allowed`;
  return says('annotation-value', at, { message, fix: `Write regexp:${value}` });
}

function says(code: Finding['code'], at: string, { message, fix }: { message: string; fix: string }): Finding {
  return { code, severity: 'warning', at, message, fix };
}
