import { duration, secretReference } from '@towline/shared/config';
import * as z from 'zod';
import { webhookVendors } from '../../core/event/webhook-vendors.js';
import { named, text } from './setting-names.js';

/** The word by which settings know a vendor: `docker` for `docker.io`. */
export function vendorWord(vendor: string): string {
  return vendor.replace(/\.io$/, '');
}

/** The variable that holds the secret of a vendor's webhooks itself, as for argocd-image-updater: `DOCKER_WEBHOOK_SECRET`. */
export function vendorVariable(vendor: string): string {
  return `${vendorWord(vendor).replaceAll('-', '_').toUpperCase()}_WEBHOOK_SECRET`;
}

const webhookSecret = ({ name, sender }: { readonly name: string; readonly sender: string }) =>
  secretReference()
    .optional()
    .describe(`Where the secret for webhooks of ${sender} is kept. ${vendorVariable(name)} holds it where absent.`)
    .meta(named(`${vendorWord(name)}-webhook-secret`));

/** What is listened to. */
export const server = z.strictObject({
  enableWebhook: z
    .boolean()
    .default(false)
    .describe('Listen for webhooks, for the API and for other replicas.')
    .meta(named('enable-webhook', 'ENABLE_WEBHOOK')),
  host: text()
    .optional()
    .describe('The address to listen on. All of the machine where absent.')
    .meta(named('server-host')),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8082)
    .describe('The port for webhooks, the API and other replicas.')
    .meta(named('webhook-port', 'WEBHOOK_PORT')),
  healthAddress: text()
    .default(':8081')
    .describe('The address of /healthz and /readyz, such as :8081; 0 for none.')
    .meta(named('health-probe-bind-address')),
  metricsAddress: text()
    .default('0')
    .describe('The address of /metrics, such as :8080; 0 for none. It may be the one of /healthz.')
    .meta(named('metrics-bind-address')),
  tlsCert: text()
    .optional()
    .describe(
      'The certificate for webhooks and the API, as a PEM file. Plain HTTP where absent. It may be renewed in place.',
    )
    .meta(named('tls-cert-path')),
  tlsKey: text().optional().describe('The key of the certificate, as a PEM file.').meta(named('tls-key-path')),
  tokens: secretReference()
    .optional()
    .describe('Where the document is kept that lists the tokens of the API. Nobody is let in where absent.')
    .meta(named('api-tokens')),
  peerToken: secretReference()
    .optional()
    .describe('Where the token is kept by which replicas know each other. They hand nothing over where absent.')
    .meta(named('peer-token')),
  requireSecret: z
    .boolean()
    .default(true)
    .describe('Refuse webhooks of vendors that have no secret.')
    .meta(named('webhook-require-secret', 'WEBHOOK_REQUIRE_SECRET')),
  secrets: z
    .strictObject(Object.fromEntries(webhookVendors.map((vendor) => [vendorWord(vendor.name), webhookSecret(vendor)])))
    .prefault({}),
});

/** Where news come from besides webhooks. */
export const events = z.strictObject({
  sqsQueue: text()
    .optional()
    .describe('The URL of the SQS queue that EventBridge puts pushes to ECR into.')
    .meta(named('sqs-queue-url')),
});

/** Who is told of failures and recoveries, and when something counts as a failure. */
export const notify = z.strictObject({
  rolloutTimeout: duration()
    .prefault('15m')
    .describe('An Application that is not healthy so long after its commit has failed.')
    .meta(named('rollout-timeout')),
  webhook: text()
    .optional()
    .describe('The address that failures and recoveries are sent to as JSON.')
    .meta(named('notify-webhook-url')),
  webhookSecret: secretReference()
    .optional()
    .describe('Where the secret is kept that these requests are signed with.')
    .meta(named('notify-webhook-secret')),
  slack: secretReference()
    .optional()
    .describe('Where the address of an incoming webhook of Slack, Mattermost or Rocket.Chat is kept.')
    .meta(named('notify-slack')),
  githubToken: secretReference()
    .optional()
    .describe('Where the token is kept by which the manifest commit gets a status on GitHub. None is set where absent.')
    .meta(named('notify-github-token')),
  githubContext: text()
    .default('argo-updater')
    .describe('What that status is called, besides the name of the Application.')
    .meta(named('notify-github-context')),
});
