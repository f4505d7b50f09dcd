import { CodedError, isCodedError } from '@towline/shared/errors';

/** What can go wrong with the server: the codes of {@link ServerError}, for the reference page. */
export const serverErrorCodes = {
  'server-address': 'The address cannot be listened on: choose another port, or end who has it.',
  'server-tls': 'The certificate and its key cannot be used: check both files, and that they belong together.',
  'server-unreadable': 'The request is not what the server takes: the message says what is wrong with it.',
  'server-unauthenticated': 'The request does not prove who sent it: send the token, or the secret of the webhook.',
  'server-forbidden': 'The token is known and may not do this: give it the repositories that it is for.',
  'server-not-found': 'There is nothing of this name: check the path, or the name of the Application.',
  'server-too-large': 'The request is larger than the server takes: webhooks are a few kilobytes.',
  'server-busy': 'More is waiting than the server holds: send it again after the time in Retry-After.',
  'server-failed': 'The server made a mistake: its log has more.',
} as const;

/** One of {@link serverErrorCodes}. */
export type ServerErrorCode = keyof typeof serverErrorCodes;

/** A server that cannot start, or a request that it does not carry out. */
export class ServerError extends CodedError<ServerErrorCode> {}

/** Whether an error is a {@link ServerError}, whichever realm it is from. */
export function isServerError(error: unknown): error is ServerError {
  return isCodedError(error) && Object.hasOwn(serverErrorCodes, error.code);
}

/** The status that a request is refused with. */
export const statusOf: Readonly<Record<ServerErrorCode, number>> = {
  'server-address': 500,
  'server-tls': 500,
  'server-unreadable': 400,
  'server-unauthenticated': 401,
  'server-forbidden': 403,
  'server-not-found': 404,
  'server-too-large': 413,
  'server-busy': 503,
  'server-failed': 500,
};
