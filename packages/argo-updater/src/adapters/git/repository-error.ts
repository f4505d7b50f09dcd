import { CodedError } from '@towline/shared/errors';

/** What can go wrong before a manifest repository is reached: the codes of {@link RepositoryError}, for the reference page. */
export const repositoryErrorCodes = {
  'repository-no-cluster':
    'The credentials are in a Secret of Kubernetes and no cluster is at hand: pass --kubeconfig, or name another place by git: and a secret reference.',
  'repository-secret-missing': 'The Secret with the Git credentials does not exist: create it, or correct its name.',
  'repository-secret-incomplete':
    'The Secret lacks what its kind of address needs: sshPrivateKey for SSH, and for HTTPS a password, a bearer token or the three fields of a GitHub App.',
  'repository-secret-unsupported': 'The Secret asks for something that is not supported: the message names its field.',
  'repository-branch-missing': 'The source repository has no such branch: correct towline.dev/commit-branch.',
  'repository-github':
    'GitHub is to be asked by its API, and the address is of no repository there: correct the address.',
  'repository-pull-requests':
    'Pull requests need a token or a GitHub App, and an address that names a project of the host.',
} as const;

/** One of {@link repositoryErrorCodes}. */
export type RepositoryErrorCode = keyof typeof repositoryErrorCodes;

/** A manifest repository that cannot be opened. */
export class RepositoryError extends CodedError<RepositoryErrorCode> {}
