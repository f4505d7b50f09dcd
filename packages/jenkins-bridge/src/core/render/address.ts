import type { Image } from '../pipeline/model/image.js';
import type { Registry } from '../pipeline/model/registry.js';

/** The host of a registry, with its port. */
export function hostOf(registry: Registry): string {
  switch (registry.kind) {
    case 'ecr': {
      const domain = registry.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
      return `${registry.account}.dkr.ecr.${registry.region}.${domain}`;
    }
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
