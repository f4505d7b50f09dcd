import { isYamlError, readYaml, type YamlDocument } from '../yaml/index.js';
import type { ConfigFinding } from './config-finding.js';

/** What a configuration file says, or what is wrong with its text. */
export type ConfigFile =
  | {
      readonly kind: 'file';
      readonly value: unknown;
      /** Where the value at a path was written, or the last place on the way to it; undefined where there is no file. */
      sourceOf(path: readonly PropertyKey[]): string | undefined;
    }
  | { readonly kind: 'findings'; readonly findings: readonly ConfigFinding[] };

/** Reads a configuration file. No file, and one that is empty, say nothing. */
export function readConfigFile(file: { readonly name: string; readonly text: string } | undefined): ConfigFile {
  if (file === undefined) return { kind: 'file', value: {}, sourceOf: () => undefined };
  try {
    const [first, second] = readYaml(file.text, { uniqueKeys: true });
    if (second !== undefined) return refused(file.name, 'It has more than one document');
    return { kind: 'file', value: first?.value ?? {}, sourceOf: (path) => sourceIn(file.name, first, path) };
  } catch (error) {
    if (!isYamlError(error)) throw error;
    const findings = error.findings.map(({ line, column, message }) => {
      return { source: `file ${file.name}:${line}:${column}`, setting: '', message };
    });
    return { kind: 'findings', findings };
  }
}

function refused(name: string, message: string): ConfigFile {
  return { kind: 'findings', findings: [{ source: `file ${name}`, setting: '', message }] };
}

function sourceIn(name: string, document: YamlDocument | undefined, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
  const place = document?.positionOf(steps);
  return place === undefined ? `file ${name}` : `file ${name}:${place.line}:${place.column}`;
}
