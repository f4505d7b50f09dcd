import { createLineSplitter } from '../../core/build/line-splitter.js';
import { createLogCursor, type LogCursor } from '../../core/build/log-cursor.js';
import type { BuildId, JenkinsBuilds, LogPage } from '../../core/jenkins/jenkins.js';
import { isJenkinsError } from '../../core/jenkins/jenkins-error.js';
import { type Patience, patiently } from './patiently.js';

const pauseMs = 1_000;
/** Pages that break off one after the other, without a new letter in any of them. */
const mostBroken = 20;

/**
 * The lines of a build's log from its beginning until the build has ended, each once, through restarts of Jenkins. No more than a piece
 * of the log is held at a time.
 */
export async function* followLog(
  jenkins: Pick<JenkinsBuilds, 'log'>,
  id: BuildId,
  patience: Patience,
): AsyncGenerator<string, void> {
  const { clock, signal } = patience;
  const cursor = createLogCursor();
  const splitter = createLineSplitter();
  for (let broken = 0, more = true; more; ) {
    const page = await patiently(patience, () => openPage(jenkins, id, { cursor, signal }));
    try {
      for await (const piece of freshText(page, cursor)) {
        broken = 0;
        yield* splitter.push(piece);
      }
      if (page !== undefined) cursor.turn(page.next);
      more = page?.more ?? true;
    } catch (error) {
      broken += 1;
      if (broken > mostBroken || !isJenkinsError(error, 'jenkins-unreachable', 'jenkins-starting')) throw error;
      cursor.again();
    }
    if (more) await clock.sleep(pauseMs, signal);
  }
  yield* splitter.end();
}

interface Reading {
  readonly cursor: LogCursor;
  readonly signal: AbortSignal | undefined;
}

/** Undefined where the build has no log yet. */
async function openPage(
  jenkins: Pick<JenkinsBuilds, 'log'>,
  id: BuildId,
  { cursor, signal }: Reading,
): Promise<LogPage | undefined> {
  try {
    return await jenkins.log(id, cursor.start, { signal });
  } catch (error) {
    if (cursor.start === 0 && isJenkinsError(error, 'jenkins-not-found')) return undefined;
    throw error;
  }
}

async function* freshText(page: LogPage | undefined, cursor: LogCursor): AsyncGenerator<string> {
  // Where the log has become shorter, a crash lost its end, and Jenkins serves all of it again, which has been seen.
  const seen = page !== undefined && page.next < cursor.start;
  for await (const piece of page?.text ?? []) {
    const fresh = seen ? '' : cursor.take(piece);
    if (fresh !== '') yield fresh;
  }
}
