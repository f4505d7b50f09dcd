import { CodedError } from '@towline/shared/errors';

/** What can go wrong with a cluster: the codes of {@link KubernetesError}, for the reference page. */
export const kubernetesErrorCodes = {
  'kubernetes-config-missing':
    'No way to a cluster was found: pass --kubeconfig, set KUBECONFIG, or run in the cluster.',
  'kubernetes-config-invalid': 'The kubeconfig cannot be used: the message names the entry to correct.',
  'kubernetes-login': 'The program or provider that logs in to the cluster failed: run it by hand to see why.',
  'kubernetes-unreachable': 'The API server did not answer: check its address, its certificate and the network.',
  'kubernetes-unauthorized': 'The API server does not know who asks: renew the token or the certificate.',
  'kubernetes-forbidden': 'The account may not do this: give it the right that the message names.',
  'kubernetes-not-found':
    'There is no such object, or the cluster does not serve objects of its kind: install the definitions of Argo CD.',
  'kubernetes-conflict': 'Somebody changed the object in the meantime: read it again.',
  'kubernetes-refused': 'The API server refused the request: its own words are in the message.',
  'kubernetes-answer': 'The answer is not what a Kubernetes API gives: look whether the address is that of one.',
} as const;

/** One of {@link kubernetesErrorCodes}. */
export type KubernetesErrorCode = keyof typeof kubernetesErrorCodes;

/** A cluster that could not be read or written. */
export class KubernetesError extends CodedError<KubernetesErrorCode> {}
