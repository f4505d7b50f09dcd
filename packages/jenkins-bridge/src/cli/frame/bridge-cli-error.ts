import { CodedError, exitCodes } from '@towline/shared/errors';

/** How a command of jenkins-bridge can end besides what its own work throws. */
export const bridgeCliErrorCodes = {
  'bridge-cli-usage': 'The command line is not one that the command understands: see its --help.',
  'bridge-cli-file-unreadable': 'A file that was named cannot be read: check its path and its permissions.',
} as const;

/** One of {@link bridgeCliErrorCodes}. */
export type BridgeCliErrorCode = keyof typeof bridgeCliErrorCodes;

/** A command that cannot be carried out as it was given. */
export class BridgeCliError extends CodedError<BridgeCliErrorCode> {}

/** The exit code for an error with this code: 2 where the command line or a file that it names is wrong, else 1. */
export function exitCodeFor(code: string | undefined): number {
  return Object.hasOwn(bridgeCliErrorCodes, code ?? '') ? exitCodes['wrong-usage'] : exitCodes.failed;
}
