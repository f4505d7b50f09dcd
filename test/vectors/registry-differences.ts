import type { Difference } from './difference.js';

/** Where we speak otherwise with registries and with Git servers. */
export const registryDifferences: readonly Difference[] = [
  {
    id: 'default-registry',
    program: 'argocd-image-updater',
    theirs:
      '`docker.io/nginx` is looked up at Docker Hub, `nginx` in the registry that is the default of registries.conf.',
    ours: 'Where no entry is for `docker.io`, both are looked up in the default registry.',
    reason: 'They are two spellings of one image.',
    switchable: false,
  },
  {
    id: 'pull-secret-hosts',
    program: 'argocd-image-updater',
    theirs: 'An entry of a pull secret is used for every registry whose address begins with its text.',
    ours: 'The host is compared whole, and of several entries for one host the one with the longest fitting path is used.',
    reason: 'The password of `registry.example` must not be sent to `registry.example.attacker.example`.',
    switchable: false,
  },
  {
    id: 'registry-address',
    program: 'argocd-image-updater',
    theirs: '`api_url` may be any text, with a user and a password in it.',
    ours: 'It must be an http or https address without user and query.',
    reason: 'An address is logged; credentials have a place of their own.',
    switchable: false,
  },
  {
    id: 'credentials-read-at-start',
    program: 'argocd-image-updater',
    theirs: 'A reference to credentials that cannot be read shows when the registry is first asked.',
    ours: 'It is refused at the start, with everything else that is wrong with registries.conf.',
    reason: 'A mistake should show on the day it is made.',
    switchable: false,
  },
  {
    id: 'tag-sort-mode',
    program: 'argocd-image-updater',
    theirs:
      'With `tagsortmode`, candidates have no digests, and `digest` finds nothing new. ECR too is listed by its OCI API.',
    ours: 'They keep their digests. Where ECR is listed by its own API, which tells push times, the mode is not needed and not used.',
    reason: 'How a listing is sorted does not change what an image is.',
    switchable: false,
  },
  {
    id: 'docker-config',
    program: 'argocd-image-updater',
    theirs: 'A registry for which registries.conf names no credentials is asked without.',
    ours: "It is asked with those of docker's config and its credential helpers, where there are some.",
    reason: 'That is where every other program for images finds them.',
    switchable: false,
  },
  {
    id: 'checked-servers',
    program: 'argocd-image-updater',
    theirs: 'The host keys of SSH servers and the certificates of Git servers with a password are not checked.',
    ours: 'Both are checked, unless the credentials say otherwise.',
    reason: 'Whoever stands between would get the key to the manifests.',
    switchable: false,
  },
  {
    id: 'git-redirects',
    program: 'argocd-image-updater',
    theirs: 'A Git server may redirect to another address, and the credentials go along.',
    ours: 'A redirection is an error that names the repository, except from an address to the same one with `.git`.',
    reason: 'Credentials belong to the server that they were given for.',
    switchable: false,
  },
];
