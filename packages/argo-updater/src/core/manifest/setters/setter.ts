import { findMarkers, type YamlMarker, type YamlSource } from '@towline/shared/yaml';

/** What a marker of Flux says of the scalar before it: which policy sets it, and with what of the image. */
export interface Setter {
  /** `namespace:name`. */
  readonly policy: string;
  readonly part: 'whole' | 'name' | 'tag' | 'digest';
}

/** The scalars of a text that markers of Flux, `# {"$imagepolicy": "namespace:name[:part]"}`, are about. A marker that cannot be read is none. */
export function findSetters(source: YamlSource): readonly YamlMarker<Setter>[] {
  return findMarkers(source, readSetter).filter(({ path }) => path.length > 0);
}

/** Whether a text can hold markers at all: it costs much less than reading the YAML. */
export function mentionsSetters(text: string): boolean {
  return text.includes('$imagepolicy');
}

function readSetter(comment: string): Setter | undefined {
  const [, text] = /^\{\s*"\$imagepolicy"\s*:\s*"([^"\\]*)"\s*\}$/.exec(comment) ?? [];
  // Flux keeps the name in a reference of JSON schema, which is a URL.
  const [, namespace, name, part = 'whole'] = /^([^:/]+):([^:/]+)(?::([a-z]+))?$/.exec(decoded(text ?? '')) ?? [];
  return namespace !== undefined && name !== undefined && isPart(part)
    ? { policy: `${namespace}:${name}`, part }
    : undefined;
}

function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function isPart(text: string): text is Setter['part'] {
  return ['whole', 'name', 'tag', 'digest'].includes(text);
}
