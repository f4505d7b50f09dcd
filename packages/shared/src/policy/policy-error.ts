import { CodedError } from '../errors/index.js';

/** Codes of {@link PolicyError} and what they mean. */
export const policyErrorCodes = {
  'policy-facts-missing':
    'A listing lacks a fact that the policy had asked for, so that the newest image cannot be told. This is a fault of the registry adapter: report it with the message.',
} as const;

/** See {@link policyErrorCodes}. */
export type PolicyErrorCode = keyof typeof policyErrorCodes;

/** A selection that cannot be made from the facts at hand. */
export class PolicyError extends CodedError<PolicyErrorCode> {}
