import type { Difference } from './difference.js';

/** Where we take what registries tell otherwise. */
export const eventDifferences: readonly Difference[] = [
  {
    id: 'webhook-digest',
    program: 'argocd-image-updater',
    theirs: 'What a webhook says in the place of a digest is handed on, whatever it is.',
    ours: 'It is left out where it is no digest. The event counts all the same.',
    reason: 'Strings are parsed at the edge; nothing but the tag is needed.',
    switchable: false,
    vectors: {
      fn: 'webhook.parse',
      cases: /Parse_ECR\/(?:valid|ECR)|generic_(?:container|image)|repo_full_name$|fallback$/,
    },
  },
  {
    id: 'webhook-registry-unknown',
    program: 'argocd-image-updater',
    theirs: 'A webhook that does not say which registry it is about counts for none, or for one called `harbor`.',
    ours: 'It is refused, with a hint: `?registry_url=` names the registry.',
    reason: 'An event that can match no image should not look as if it had been taken.',
    switchable: false,
    vectors: {
      fn: 'webhook.parse',
      cases: /Harbor.*(?:with_only_name|BodyReuse)$|missing_region_without_query_parameter$/,
    },
  },
  {
    id: 'webhook-untagged',
    program: 'argocd-image-updater',
    theirs: 'A push without a tag to Azure Container Registry is an event.',
    ours: 'It is passed over.',
    reason: 'No tag has moved, so no other image can be chosen.',
    switchable: false,
    vectors: { fn: 'webhook.parse', cases: /digest-only_push_with_empty_tag$/ },
  },
  {
    id: 'webhook-upper-case',
    program: 'argocd-image-updater',
    theirs: 'A webhook about `namespace/repoTest` is an event.',
    ours: 'It is refused, and the lower-case spelling is named.',
    reason: 'No image can be pulled by such a name, and so none is kept up to date.',
    switchable: false,
    vectors: { fn: 'webhook.parse', cases: /full_payload_from_user_example$/ },
  },
  {
    id: 'webhook-statuses',
    program: 'argocd-image-updater',
    theirs: 'Every webhook that is not taken is answered with 400. Rate limits delay the answer.',
    ours: '400 for what cannot be read, 401 for what proves nothing, 200 for what is passed over, 202 for what is taken, and 503 with Retry-After while too much waits.',
    reason: 'Senders repeat what may succeed later, and show people the rest.',
    switchable: false,
  },
  {
    id: 'webhook-secret-references',
    program: 'argocd-image-updater',
    theirs: 'Secrets of webhooks are written out in flags.',
    ours: 'Flags name the place of a secret: `file:/run/secrets/ghcr`, `env:GHCR_WEBHOOK_SECRET`. The variables hold secrets as there.',
    reason: 'Whoever lists processes reads their arguments, and a file can be rotated.',
    switchable: false,
  },
  {
    id: 'server-tls',
    program: 'argocd-image-updater',
    theirs:
      'Webhooks are served by TLS with a certificate that the program makes itself, metrics by TLS to whom the cluster knows.',
    ours: 'Webhooks and the API are served by TLS where `--tls-cert-path` and `--tls-key-path` are set, metrics and probes by plain HTTP.',
    reason: 'Nobody can check a certificate that changes with every start; a NetworkPolicy says who may read metrics.',
    switchable: false,
  },
  {
    id: 'metrics-of-requests',
    program: 'argocd-image-updater',
    theirs:
      'Metrics of requests to registries and Kubernetes exist and stay at 0. Metrics of Applications and images have the name of the ImageUpdater.',
    ours: 'Questions to registries are counted; there is no metric of requests to Kubernetes. Applications and images are counted together.',
    reason: 'A metric that is always 0 hides what it is named after.',
    switchable: false,
  },
];
