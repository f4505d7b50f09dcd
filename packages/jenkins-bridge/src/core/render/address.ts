import type { Image } from '../pipeline/model/image.js';
import type { Registry } from '../pipeline/model/registry.js';

/** The host of a registry, with its port. */
export function hostOf(registry: Registry): string {
  switch (registry.kind) {
    case 'ecr':
      return `${registry.account}.dkr.ecr.${registry.region}.${domainOf(registry.region)}`;
    case 'ecr-public':
      return 'public.ecr.aws';
    case 'docker-hub':
      return 'docker.io';
    case 'oci':
      return registry.url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  }
}

/** The address of a registry as `docker.withRegistry` wants it. */
export function urlOf(registry: Registry): string {
  if (registry.kind === 'docker-hub') return 'https://index.docker.io/v1/';
  const scheme = registry.kind === 'oci' && registry.url.startsWith('http:') ? 'http' : 'https';
  return `${scheme}://${hostOf(registry)}`;
}

/** The repository of an image in a registry, without the host. */
export function repositoryOf(registry: Registry, { name, repository = name }: Image): string {
  switch (registry.kind) {
    case 'ecr-public':
      return `${registry.alias}/${repository}`;
    case 'docker-hub':
      return `${registry.namespace}/${repository}`;
    case 'ecr':
    case 'oci':
      return registry.prefix === undefined ? repository : `${registry.prefix}/${repository}`;
  }
}

/** Regions of AWS that are on their own have a domain of their own. */
const domains: Readonly<Record<string, string>> = Object.freeze({
  'cn-': 'amazonaws.com.cn',
  'eusc-': 'amazonaws.eu',
  'us-iso-': 'c2s.ic.gov',
  'us-isob-': 'sc2s.sgov.gov',
});

function domainOf(region: string): string {
  return Object.entries(domains).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
}
