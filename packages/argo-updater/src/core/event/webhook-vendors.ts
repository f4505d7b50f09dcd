import { acr } from './vendors/acr.js';
import { aliyunAcr } from './vendors/aliyun-acr.js';
import { cloudEvents } from './vendors/cloud-events.js';
import { dockerHub } from './vendors/docker-hub.js';
import { eventBridge } from './vendors/event-bridge.js';
import { generic } from './vendors/generic.js';
import { ghcr } from './vendors/ghcr.js';
import { bitbucket, gitea, github, gitlab } from './vendors/git-push.js';
import { harbor } from './vendors/harbor.js';
import { quay } from './vendors/quay.js';
import type { WebhookRequest, WebhookVendor } from './webhook-vendor.js';

/** Every vendor there is. The first seven have the names that argocd-image-updater gives them. */
export const webhookVendors: readonly WebhookVendor[] = Object.freeze([
  dockerHub,
  ghcr,
  quay,
  harbor,
  aliyunAcr,
  acr,
  cloudEvents,
  eventBridge,
  generic,
  github,
  gitea,
  gitlab,
  bitbucket,
]);

const byName: ReadonlyMap<string, WebhookVendor> = new Map(webhookVendors.map((vendor) => [vendor.name, vendor]));

/** Whose request this is: as `?type=` or `X-Registry-Type` says, else as its headers tell. */
export function vendorOf(request: WebhookRequest): WebhookVendor | undefined {
  const name = request.query.type ?? request.headers['x-registry-type'];
  if (name !== undefined) return byName.get(name);
  return webhookVendors.find(({ recognises }) => recognises?.(request));
}
