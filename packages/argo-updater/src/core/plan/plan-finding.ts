import type { CodedError } from '@towline/shared/errors';
import type { Finding } from '../application/finding.js';
import type { ManifestFinding } from '../manifest/manifest-finding.js';
import type { Failure } from './image-outcome.js';
import type { PlanFinding } from './plan.js';

/** What can keep an image from being planned, besides what files, registries and repositories answer. Codes are API. */
export const planFindings = {
  'image-policy': 'The strategy, the constraint or a pattern of the image cannot be read, so nothing can be chosen.',
  'image-not-inspected':
    'The chosen image was not looked at, although its digest or its platforms decide. This is a fault of the program: report it.',
  'image-not-verified':
    'Nobody looked whether the image is signed, although it must be. This is a fault of the program: report it.',
  'rollback-nothing-before':
    'The history that is at hand shows no other version of the image in its place: name the version to go back to.',
  'rollback-tag-gone': 'The registry does not have the version to go back to: push it again, or choose another one.',
  'rollback-forward': 'What was asked for is newer than what is deployed, which is no rollback: let the policy go on.',
  'image-gone': 'The chosen tag was listed and is not there any more. The next pass chooses anew.',
} as const;

/** A code of {@link planFindings}. */
export type PlanFindingCode = keyof typeof planFindings;

/** A failure for one of our own reasons. */
export function planFailure(code: PlanFindingCode, message: string, hint?: string): Failure {
  return { code, message, hint };
}

/** An error of ours as data. */
export function failureOf({ code, message, hint }: CodedError): Failure {
  return { code, message, hint };
}

/** A finding of the settings or of the manifests as one of the plan. */
export function findingOf({ code, severity, message, fix, at }: Finding | ManifestFinding): PlanFinding {
  return { code, severity, message, hint: fix, at };
}
