import type { YamlPosition } from '@towline/shared/yaml';

/** What can be found wrong with a pipeline. Codes are API: the reference page is made from this object. */
export const pipelineFindings = {
  'pipeline-syntax': 'The text is not YAML.',
  'pipeline-documents': 'The text has more than one document, and a pipeline is one.',
  'key-unknown': 'Nothing reads this key. It is most often misspelt.',
  'key-missing': 'A key that must be there is not.',
  'kind-unknown': 'There is no such kind.',
  'value-type': 'The value is of another type than the one that is asked for.',
  'value-invalid': 'The value cannot be what it stands for.',
  'name-twice': 'Two things have one name.',
  'repository-twice': 'Two images are published to one repository, under the same tags.',
  'image-unknown': 'No image of the pipeline has that name.',
  'image-unsaid': 'The pipeline has several images, and it is not said which one is meant.',
  'parameter-unknown': 'No parameter of the pipeline has that name.',
  'platform-twice': 'One platform is named twice.',
  'platforms-builder': 'The builder makes images for one platform only.',
  'cache-builder': 'The builder has no such cache.',
  'secret-builder': 'The builder runs no command that could mount a secret.',
  'builder-windows': 'The builder does not run on Windows.',
  'agent-missing': 'The pipeline has no agent, and neither has a part that needs one.',
  'tag-template': 'The template cannot become a tag.',
  'tag-twice': 'Two tags are the same.',
  'tag-without-commit':
    'A tag that moves needs one beside it that names the commit: else nobody can tell which image is newer.',
  'tag-immutable': 'The tag moves, and the repository does not let it.',
  'tag-shallow': 'The tag moves by the history of the branch, and a shallow clone has none.',
  'when-never': 'The conditions exclude each other.',
  'label-reserved': 'The label is written by the build itself.',
  'secret-in-clear': 'A secret seems to stand in the file, or to get into the image.',
  'trigger-unsupported': 'The server of the repository cannot call Jenkins.',
  'repository-not-ecr': 'Only a registry of Amazon ECR has what is asked for.',
  'copy-to-itself': 'The copy goes where the image is already.',
  'tests-missing': 'Nothing is tested before the images are pushed.',
} as const;

/** A code of {@link pipelineFindings}. */
export type PipelineFindingCode = keyof typeof pipelineFindings;

/** The way to a value of a pipeline. */
export type PipelinePath = readonly (string | number)[];

/** One thing that is wrong with a pipeline, or odd. An `error` keeps it from being used. */
export interface PipelineFinding {
  readonly code: PipelineFindingCode;
  readonly severity: 'error' | 'warning';
  readonly path: PipelinePath;
  /** What is wrong: `has no such key`. */
  readonly message: string;
  /** What would be right: `one of any, docker, label`. */
  readonly expected?: string | undefined;
  /** What was probably meant. */
  readonly suggestion?: string | undefined;
  /** Where it stands; undefined where the pipeline was not read from a text. */
  readonly position?: YamlPosition | undefined;
}

/** A finding that keeps the pipeline from being used. */
export function errorAt(path: PipelinePath, code: PipelineFindingCode, message: string): PipelineFinding {
  return { code, severity: 'error', path, message };
}

/** A finding that does not. */
export function warningAt(path: PipelinePath, code: PipelineFindingCode, message: string): PipelineFinding {
  return { code, severity: 'warning', path, message };
}

/** A path as messages show it: `images[0].labels["a.b"]`. Not that of shared/yaml, which would bring the YAML library to every program. */
function printPath(path: PipelinePath): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}

/** A finding as one line: `towline.yaml:3:5: images[0].nme: Nothing reads this key; did you mean name?`. */
export function formatFinding(finding: PipelineFinding, file?: string): string {
  const { severity, path, message, expected, suggestion, position } = finding;
  const place = [file, position?.line, position?.column].filter((each) => each !== undefined).join(':');
  return [
    place === '' ? '' : `${place}: `,
    severity === 'warning' ? 'warning: ' : '',
    path.length === 0 ? '' : `${printPath(path)}: `,
    message,
    expected === undefined ? '' : `; expected ${expected}`,
    suggestion === undefined ? '' : `; did you mean ${suggestion}?`,
  ].join('');
}
