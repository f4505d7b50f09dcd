import { describe, expect } from '@jest/globals';
import { editYaml, isYamlError, readYaml } from '@towline/shared/yaml';
import { z } from 'zod';
import {
  placeOfKey,
  valueEdit,
  valueOfKey,
} from '../../packages/argo-updater/src/core/manifest/values/values-document.js';
import { openValuesFiles } from '../../packages/argo-updater/src/core/manifest/values/values-files.js';
import { writeValues } from '../../packages/argo-updater/src/core/manifest/values/write-values.js';
import { asMap } from '../../packages/argo-updater/src/core/manifest/yaml-value.js';
import { isSafePlain } from '../../packages/shared/src/yaml/scalar-text.js';
import { describeVectors, driver, eachCase } from './describe-vectors.js';
import { filesWith } from './manifest-shapes.js';
import { readCases } from './vector-cases.js';

const file = 'values.yaml';

function valuesIn(yaml: string) {
  return { file, document: readYaml(yaml)[0], base: [] };
}

/** What our code says, or an error where YAML does not allow it. */
function orError<Answer extends object>(answer: () => Answer, otherwise: Answer): Answer & { error?: unknown } {
  try {
    return answer();
  } catch (error) {
    if (isYamlError(error)) return { ...otherwise, error };
    throw error;
  }
}

const writeSchema = z.object({ path: z.string(), value: z.string() });

describeVectors(
  'helmvalues.json',
  {
    'helmvalues.get': driver(z.object({ key: z.string(), yaml: z.string() }), ({ key, yaml }) =>
      orError(
        () => {
          const values = valuesIn(yaml);
          const { kind } = placeOfKey(values, key);
          return { value: valueOfKey(values, key) ?? '', error: kind === 'found' ? null : kind };
        },
        { value: '', error: null },
      ),
    ),
    'helmvalues.set': driver(z.object({ key: z.string(), value: z.string(), yaml: z.string() }), ({ yaml, ...write }) =>
      orError(
        () => {
          const edits = valueEdit(valuesIn(yaml), write);
          return edits.kind === 'refused'
            ? { yaml, error: edits.findings }
            : { yaml: editYaml(yaml, edits.value).text, error: null };
        },
        { yaml, error: null },
      ),
    ),
    'helmvalues.apply': driver(
      z.object({ originalData: z.string(), writes: z.array(writeSchema) }),
      ({ originalData, writes }) => {
        const files = filesWith(file, originalData);
        const opened = openValuesFiles([file], files);
        if (opened.kind === 'refused') return { yaml: '', error: opened.findings };
        const edit = writeValues(
          writes.map(({ path, value }) => ({ key: path, value })),
          { files, ...opened.value },
        );
        if (edit.kind === 'refused') return { yaml: '', error: edit.findings };
        return { yaml: edit.files.get(file) ?? originalData, error: null };
      },
    ),
    'yaml.isSafePlainScalar': driver(z.string(), (text) => isSafePlain(text, false)),
  },
  { elsewhere: ['yaml.leadingDocumentStartPrefix'] },
);

describe('what stands before the values stays there', () => {
  const cases = (readCases('helmvalues.json') ?? [])
    .filter(({ fn }) => fn === 'yaml.leadingDocumentStartPrefix')
    .map(({ name, input, expected }) => ({ name, text: z.string().parse(input), prefix: z.string().parse(expected) }))
    .filter(({ text }) => canHoldValues(text));
  eachCase(cases, ({ text, prefix }) => {
    const edited = editYaml(text, [{ kind: 'set', path: ['probe'], value: 'x', create: true }]).text;
    expect(edited.startsWith(prefix)).toBe(true);
  });
});

/** Whether a text is YAML, and of a map or nothing. */
function canHoldValues(text: string): boolean {
  const { root } = orError(() => ({ root: readYaml(text)[0]?.value ?? {} }), { root: 'no YAML' });
  return asMap(root) !== undefined;
}
