import { CliError, type Invocation, textOption } from '@towline/shared/cli';
import { errorCode } from '@towline/shared/errors';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';

/**
 * The time of an image, in seconds since the epoch: what --source-date-epoch or SOURCE_DATE_EPOCH says, else when the commit was made that
 * `commitOf` is at. Undefined where nobody says it.
 */
export async function chooseEpoch(invocation: Invocation, commitOf: string | undefined): Promise<number | undefined> {
  const text = textOption(invocation, 'source-date-epoch') ?? (invocation.environment.SOURCE_DATE_EPOCH || undefined);
  if (text === undefined) return commitOf === undefined ? undefined : commitTime(commitOf, invocation);
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new CliError('cli-usage', `${text} is no number of seconds since the epoch`, {
    hint: 'Take it from `git log -1 --format=%ct`.',
  });
}

async function commitTime(context: string, { environment, signal }: Invocation): Promise<number | undefined> {
  try {
    const { stdout } = await runProcess({
      command: 'git',
      args: ['log', '-1', '--format=%ct'],
      cwd: context,
      env: inheritedEnvironment(environment, ['PATH', 'HOME']),
      maxOutputBytes: 1_024,
      timeoutMs: 10_000,
      signal,
    });
    const seconds = Number(Buffer.from(stdout).toString().trim());
    return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined;
  } catch (error) {
    // No repository, no commit or no git: then nobody says it.
    if (['process-failed', 'process-not-found', 'process-timeout'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
