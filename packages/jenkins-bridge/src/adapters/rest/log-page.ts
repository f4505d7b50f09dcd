import type { LogPage } from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import type { Wire } from './wire.js';

/** Which page of which log. */
export interface LogPlace {
  /** The path of the build. */
  readonly path: string;
  readonly start: number;
  readonly signal: AbortSignal | undefined;
}

/** A page of a log: however large, it is handed on in the pieces in which it comes. */
export async function openLogPage(wire: Wire, { path, start, signal }: LogPlace): Promise<LogPage> {
  const { headers, body } = await wire.send({
    path: `${path}/logText/progressiveText?start=${start}`,
    expect: 'stream',
    signal,
  });
  const next = Number(headers['x-text-size'] ?? Number.NaN);
  if (!Number.isSafeInteger(next)) {
    body.on('error', () => undefined);
    if ('destroy' in body && typeof body.destroy === 'function') body.destroy();
    throw new JenkinsError('jenkins-bad-answer', `${path} answered without saying how long the log is`, {
      hint: 'A proxy may take away the header X-Text-Size.',
    });
  }
  return { text: decode(body, signal), next, more: headers['x-more-data'] === 'true' };
}

async function* decode(body: NodeJS.ReadableStream, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body)
      yield decoder.decode(typeof chunk === 'string' ? Buffer.from(chunk) : chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    const { translateFailure } = await import('./translate-failure.js');
    throw translateFailure(error, signal);
  }
}
