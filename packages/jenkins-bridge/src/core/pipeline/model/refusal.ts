import type { z } from 'zod';

/** Mistakes that a section shows by itself, which the schema finds: they are told however many others there are. */
export type RefusalCode = 'tag-template' | 'when-never';

/** What a rule of the schema says besides its message. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly suggestion?: string | undefined;
}

/** A rule's answer, as the schema reports it. */
export function refusalIssue(
  message: string,
  refusal: Refusal,
): { readonly code: 'custom'; message: string; params: { refusal: Refusal } } {
  return { code: 'custom', message, params: { refusal } };
}

/** What {@link refusalIssue} put in; undefined of any other issue. */
export function readRefusal(params: z.core.$ZodIssueCustom['params']): Refusal | undefined {
  const refusal: unknown = params?.refusal;
  return isRefusal(refusal) ? refusal : undefined;
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value;
}
