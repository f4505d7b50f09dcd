import { isYamlError, readYaml, type YamlDocument, type YamlPosition } from '@towline/shared/yaml';
import { checkPipeline, type PipelineReading } from './check-pipeline.js';
import { errorAt, type PipelineFinding } from './pipeline-finding.js';

/** Reads the text of a `towline.yaml`. Every finding has its place. */
export function readPipeline(text: string): PipelineReading {
  const read = readDocument(text);
  if (read.kind === 'refused') return read;
  const reading = checkPipeline(read.document?.value ?? {});
  const placed = (findings: readonly PipelineFinding[]): readonly PipelineFinding[] =>
    findings.map((finding) => place(finding, text, read.document)).sort(byPosition);
  return reading.kind === 'refused'
    ? { kind: 'refused', findings: placed(reading.findings) }
    : { ...reading, warnings: placed(reading.warnings) };
}

type ReadDocument =
  | { readonly kind: 'document'; readonly document: YamlDocument | undefined }
  | Extract<PipelineReading, { readonly kind: 'refused' }>;

function readDocument(text: string): ReadDocument {
  try {
    const [document, second] = readYaml(text, { uniqueKeys: true });
    if (second === undefined) return { kind: 'document', document };
    const finding = errorAt([], 'pipeline-documents', 'The text has more than one document');
    return { kind: 'refused', findings: [{ ...finding, position: second.positionOf([]) }] };
  } catch (error) {
    if (!isYamlError(error)) throw error;
    const findings = error.findings.map(({ message, line, column }) => ({
      ...errorAt([], 'pipeline-syntax', message),
      position: { line, column },
    }));
    return { kind: 'refused', findings };
  }
}

function place(finding: PipelineFinding, text: string, document: YamlDocument | undefined): PipelineFinding {
  const { code, path } = finding;
  const position = document?.positionOf(path) ?? { line: 1, column: 1 };
  return { ...finding, position: code === 'key-unknown' ? keyPosition(text, String(path.at(-1)), position) : position };
}

/** Where the key of a value stands: the nearest place before the value where its name is written. */
function keyPosition(text: string, key: string, value: YamlPosition): YamlPosition {
  const lines = text.split(/\r\n|\r|\n/);
  for (let line = value.line; line > 0; line -= 1) {
    const before = lines[line - 1] ?? '';
    const column = before.slice(0, line === value.line ? value.column - 1 : undefined).lastIndexOf(key);
    if (column >= 0) return { line, column: column + 1 };
  }
  return value;
}

function byPosition({ position: a }: PipelineFinding, { position: b }: PipelineFinding): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
