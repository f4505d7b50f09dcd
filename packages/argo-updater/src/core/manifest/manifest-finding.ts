import { isYamlError, type YamlError } from '@towline/shared/yaml';

/** Why an image cannot be read or written where it should be. Codes are API: the reference page is made from this object. */
export const manifestFindings = {
  'manifest-missing': 'A file that the write-back target names is not in the repository.',
  'manifest-unreadable': 'A file is not YAML, or not of the form that the write-back target asks for.',
  'manifest-ambiguous': 'Several files or documents could be the one that is meant.',
  'manifest-glob': 'The pattern of the write-back target cannot be read.',
  'image-site-missing': 'No place in the files of the write-back target holds the image.',
  'image-site-template': 'A template or a variable fills in the image, so there is nothing to change here.',
  'image-site-not-editable': 'The place that holds the image cannot be changed without changing something else.',
  'image-site-conflict': 'Two images are written to the same place with different values.',
  'override-type':
    'The source is neither of Helm nor of Kustomize nor of a plugin, so no image override applies to it.',
} as const;

/** A code of {@link manifestFindings}. */
export type ManifestFindingCode = keyof typeof manifestFindings;

/** Why something cannot be read or written, and what to do about it. */
export interface ManifestFinding {
  readonly code: ManifestFindingCode;
  readonly severity: 'error';
  /** The file, with line and column where they are known; the field of the Application where there is no file. */
  readonly at: string;
  readonly message: string;
  readonly fix: string;
}

/** A result, or every reason why there is none. */
export type Attempt<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly findings: readonly ManifestFinding[] };

/** A result. */
export function done<Value>(value: Value): Attempt<Value> {
  return { kind: 'done', value };
}

/** A refusal for one reason. */
export function refused(finding: Omit<ManifestFinding, 'severity'>): Attempt<never> {
  return { kind: 'refused', findings: [{ ...finding, severity: 'error' }] };
}

/** Does something with a file. What its YAML does not allow becomes a finding; any other error is thrown on. */
export function attempt<Value>(file: string, work: () => Attempt<Value>): Attempt<Value> {
  try {
    return work();
  } catch (error) {
    if (isYamlError(error)) return refused(yamlFinding(file, error));
    throw error;
  }
}

function yamlFinding(file: string, error: YamlError): Omit<ManifestFinding, 'severity'> {
  const at = `${file}:${error.line}:${error.column}`;
  const [finding] = error.findings;
  const message = finding?.message ?? error.message;
  if (error.code === 'yaml-syntax') {
    return { code: 'manifest-unreadable', at, message, fix: 'Mend the file; a Helm template cannot be edited.' };
  }
  if (error.code === 'yaml-document-not-found') {
    return { code: 'manifest-ambiguous', at, message, fix: 'Leave one document in the file.' };
  }
  return {
    code: 'image-site-not-editable',
    at,
    message,
    fix: error.hint ?? 'Change the file by hand once, or write the value at its own place.',
  };
}
