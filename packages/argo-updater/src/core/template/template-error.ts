import { CodedError } from '@towline/shared/errors';

/** The codes of template failures and what they mean. */
export const templateErrorCodes = {
  'template-syntax': 'The template cannot be parsed. The message names the line; mend the template.',
  'template-execution': 'The template uses a field or function that does not exist, or a value of the wrong kind.',
  'template-too-long': 'The template wrote or computed more than a commit message or branch name may hold.',
} as const;

/** One of {@link templateErrorCodes}. */
export type TemplateErrorCode = keyof typeof templateErrorCodes;

/** A template that cannot be parsed or executed. */
export class TemplateError extends CodedError<TemplateErrorCode> {}
