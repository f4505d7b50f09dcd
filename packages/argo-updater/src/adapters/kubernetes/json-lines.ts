import { KubernetesError } from './kubernetes-error.js';

/** The JSON values of a stream, one a line. Throws `kubernetes-answer` for a line that is none, or longer than the bound. */
export async function* readJsonLines(
  stream: AsyncIterable<string | Buffer>,
  maxLineBytes: number,
): AsyncIterable<unknown> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineBytes) throw new KubernetesError('kubernetes-answer', 'An event of a watch has no end');
    for (const line of lines) if (line !== '') yield parseLine(line);
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new KubernetesError('kubernetes-answer', 'An event of a watch is not JSON', { cause: error });
  }
}
