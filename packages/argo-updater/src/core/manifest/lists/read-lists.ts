import type { YamlDocument } from '@towline/shared/yaml';
import { asList, asMap, valueAt } from '../yaml-value.js';
import { listPaths, type SectionItem, type SourceLists } from './section.js';

/** The lists below a path of a document: the source of an Application, or an override file, which is a source from its root on. */
export function readLists(document: YamlDocument | undefined, base: readonly (string | number)[]): SourceLists {
  return {
    helm: readItems(document, [...base, ...listPaths.helm]),
    plugin: readItems(document, [...base, ...listPaths.plugin]),
    kustomize: readTexts(document, [...base, ...listPaths.kustomize]),
  };
}

/** An entry of a section as a reader of YAML sees it: Argo CD reads field names in any case. */
export function forceStringKey(item: unknown): string | undefined {
  return Object.keys(asMap(item) ?? {}).find((key) => key.toLowerCase() === 'forcestring');
}

function readItems(
  document: YamlDocument | undefined,
  path: readonly (string | number)[],
): readonly SectionItem[] | undefined {
  const list = asList(valueAt(document?.value, path));
  return list?.map((item, index) => {
    const text = (field: string) => document?.textOf([...path, index, field]) ?? '';
    const key = forceStringKey(item);
    const forceString = key === undefined ? undefined : asMap(item)?.[key] === true;
    return { name: text('name'), value: text('value'), forceString };
  });
}

function readTexts(
  document: YamlDocument | undefined,
  path: readonly (string | number)[],
): readonly string[] | undefined {
  return asList(valueAt(document?.value, path))?.map((_, index) => document?.textOf([...path, index]) ?? '');
}
