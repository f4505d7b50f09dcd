import { editYaml, type YamlEdit } from '@towline/shared/yaml';
import type { ManifestEdit } from './image-site.js';
import type { ManifestFiles } from './manifest-files.js';
import { attempt, done } from './manifest-finding.js';

/** The edits of each file. */
export type FileEdits = ReadonlyMap<string, readonly YamlEdit[]>;

/**
 * Makes the edits of several files: all of them or, where one cannot be made, none. A file that says everything already is not in the answer;
 * one that is missing or blank begins with `header`.
 */
export function editFiles(files: ManifestFiles, edits: FileEdits, header = ''): ManifestEdit {
  const texts = new Map<string, string>();
  for (const [path, ofFile] of edits) {
    const edited = attempt(path, () => done(editFile(files, path, ofFile)));
    if (edited.kind === 'refused') return edited;
    const before = files.text(path);
    const text = isBlank(before) ? header + edited.value : edited.value;
    if (ofFile.length > 0 && text !== before) texts.set(path, text);
  }
  return { kind: 'edited', files: texts };
}

function editFile(files: ManifestFiles, path: string, edits: readonly YamlEdit[]): string {
  const before = files.text(path);
  return editYaml(isBlank(before) ? '' : (files.parsed(path) ?? before), edits).text;
}

/** Whether a file says nothing at all: argocd-image-updater begins it anew. */
export function isBlank(text: string | undefined): text is undefined | '' {
  return text === undefined || text.trim() === '';
}

/** One more edit of a file. */
export function addEdits(edits: Map<string, YamlEdit[]>, path: string, more: readonly YamlEdit[]): void {
  const known = edits.get(path);
  if (known) known.push(...more);
  else edits.set(path, [...more]);
}
