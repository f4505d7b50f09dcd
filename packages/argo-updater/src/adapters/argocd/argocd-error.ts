import { CodedError } from '@towline/shared/errors';

/** What can go wrong with Argo CD's API: the codes of {@link ArgocdError}, for the reference page. */
export const argocdErrorCodes = {
  'argocd-unreachable': 'Argo CD did not answer: check its address, its certificate and the network.',
  'argocd-unauthorized': 'Argo CD does not take the token: make a new one for an account with the capability apiKey.',
  'argocd-forbidden': 'The account may not do this: give its role the right that the message names.',
  'argocd-refused': 'Argo CD refused the request: its own words are in the message.',
  'argocd-answer': 'The answer is not what Argo CD gives: look whether the address is that of its API server.',
} as const;

/** One of {@link argocdErrorCodes}. */
export type ArgocdErrorCode = keyof typeof argocdErrorCodes;

/** An Argo CD that could not be read or written. */
export class ArgocdError extends CodedError<ArgocdErrorCode> {}
