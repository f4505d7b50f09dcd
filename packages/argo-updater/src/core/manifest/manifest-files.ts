import { type ParsedText, parseYaml, readYaml, type YamlDocument } from '@towline/shared/yaml';
import type { ManifestTree } from './manifest-tree.js';

/** The files of a repository at one commit, as far as they were read. */
export interface ManifestFiles {
  /** Every file, read or not. */
  readonly tree: ManifestTree;
  /** Undefined where the file does not exist. */
  text(path: string): string | undefined;
  /** The parsed text, to be edited. Throws a `YamlError` where it is no YAML. */
  parsed(path: string): ParsedText | undefined;
  /** The documents of a file, none where it does not exist. Throws a `YamlError` where it is no YAML. */
  documents(path: string): readonly YamlDocument[];
}

interface OpenFile {
  readonly text: string;
  readonly parsed: ParsedText;
  readonly documents: readonly YamlDocument[];
}

/**
 * Files by path. `contents` may change while they are used, as when one Application is planned upon what another leaves behind: what was
 * parsed is kept as long as the text is the same.
 */
export function createManifestFiles(tree: ManifestTree, contents: ReadonlyMap<string, string>): ManifestFiles {
  const opened = new Map<string, OpenFile>();
  const open = (path: string): OpenFile | undefined => {
    const text = contents.get(path);
    if (text === undefined) return undefined;
    const known = opened.get(path);
    if (known?.text === text) return known;
    const parsed = parseYaml(text);
    const file = { text, parsed, documents: readYaml(parsed) };
    opened.set(path, file);
    return file;
  };
  return {
    tree,
    text: (path) => contents.get(path),
    parsed: (path) => open(path)?.parsed,
    documents: (path) => open(path)?.documents ?? [],
  };
}
