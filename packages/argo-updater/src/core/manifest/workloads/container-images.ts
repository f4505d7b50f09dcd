import type { ConcretePath } from '@towline/shared/yaml';
import { asList, asMap } from '../yaml-value.js';

/** The text of an image, and the way to it. */
export interface ContainerImage {
  readonly path: ConcretePath;
  readonly text: string;
}

const containerLists = ['containers', 'initContainers', 'ephemeralContainers'];

/** No manifest is as deep as this; a document that is made to be is read no further. */
const maxDepth = 100;

/**
 * The images of the containers in a document: of a Kubernetes object of any kind, also one within a list or a custom resource, wherever it
 * has a list of containers; or of the services of a Compose file.
 */
export function containerImages(document: unknown): readonly ContainerImage[] {
  const root = asMap(document);
  if (root === undefined) return [];
  if (typeof root.apiVersion === 'string') return inObject(root, []);
  const services = asMap(root.services);
  return services ? Object.keys(services).flatMap((name) => imageOf(services[name], ['services', name])) : [];
}

function inObject(value: unknown, path: ConcretePath): readonly ContainerImage[] {
  if (path.length > maxDepth) return [];
  const list = asList(value);
  if (list) return list.flatMap((item, index) => inObject(item, [...path, index]));
  return Object.entries(asMap(value) ?? {}).flatMap(([key, member]) => {
    const containers = containerLists.includes(key) ? asList(member) : undefined;
    const images = containers?.flatMap((container, index) => imageOf(container, [...path, key, index])) ?? [];
    return [...images, ...inObject(member, [...path, key])];
  });
}

/** The image of a container or service, its own or one that a merge key brings. */
function imageOf(container: unknown, path: ConcretePath): readonly ContainerImage[] {
  const map = asMap(container);
  if (map === undefined) return [];
  if (typeof map.image === 'string') return [{ path: [...path, 'image'], text: map.image }];
  if (Object.hasOwn(map, 'image') || !Object.hasOwn(map, '<<')) return [];
  const merged = map['<<'];
  return (asList(merged) ?? [merged])
    .flatMap((source, index) => imageOf(source, asList(merged) ? [...path, '<<', index] : [...path, '<<']))
    .slice(0, 1);
}
