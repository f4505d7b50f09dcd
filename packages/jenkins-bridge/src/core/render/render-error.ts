import { CodedError, isCodedError } from '@towline/shared/errors';

/** Why a pipeline that is right cannot become a Jenkinsfile. */
export const renderErrorCodes = {
  'render-line-break':
    'A text with a line break is to be an argument of a command on Windows, which cannot take it: leave the break out, or build on another agent.',
} as const;

/** One of {@link renderErrorCodes}. */
export type RenderErrorCode = keyof typeof renderErrorCodes;

/** A pipeline that cannot become a Jenkinsfile. */
export class RenderError extends CodedError<RenderErrorCode> {}

/** Whether a caught value is a {@link RenderError}. */
export function isRenderError(error: unknown): error is RenderError {
  return isCodedError(error) && error.code in renderErrorCodes;
}
