/** Everything that the chart can render, switched on. */
export const everything = {
  replicaCount: 3,
  argocd: { namespace: 'argocd', watchNamespaces: ['team-a', 'team-b'] },
  settings: { live: { interval: '5m' } },
  registries: [{ name: 'ECR', api_url: 'https://registry.example', prefix: 'registry.example' }],
  commitTemplate: 'build: {{ .AppName }}\n',
  git: { credentials: { secretName: 'git' } },
  webhook: { enabled: true, secretName: 'hooks', vendors: ['ghcr', 'github'], tls: { secretName: 'hooks-tls' } },
  api: { tokens: { secretName: 'pipelines' } },
  peers: { secretName: 'peers' },
  aws: { region: 'eu-west-1', sqsQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/pushes' },
  notify: {
    webhookUrl: 'https://hooks.example',
    webhookSecret: { secretName: 'notify' },
    slack: { secretName: 'slack' },
  },
  serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/argo-updater' } },
  metrics: { serviceMonitor: { enabled: true }, prometheusRule: { enabled: true } },
  networkPolicy: { enabled: true, webhookFrom: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} },
  ],
} as const;
