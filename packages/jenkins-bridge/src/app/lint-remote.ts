import type { CallOptions, JenkinsValidation, ValidationFinding } from '../core/jenkins/jenkins.js';
import type { JenkinsfileText } from './lint.js';

/** What Jenkins itself finds wrong in a file. */
export interface RemoteFinding extends ValidationFinding {
  readonly file: string;
}

/**
 * Lets Jenkins look at Jenkinsfiles: its declarative validator, and for scripted ones its compiler, which needs the name of any Pipeline
 * that the user may see. Nothing is run.
 */
export async function lintRemote(
  jenkins: JenkinsValidation,
  files: readonly JenkinsfileText[],
  { scriptedIn, signal }: CallOptions & { readonly scriptedIn?: string | undefined },
): Promise<readonly RemoteFinding[]> {
  const found: RemoteFinding[] = [];
  for (const { path, text } of files) {
    const declarative = /^[ \t]*pipeline\s*\{/m.test(text);
    const how = declarative || scriptedIn === undefined ? {} : { scriptedIn };
    const verdict = await jenkins.validate(text, how, { signal });
    if (verdict.kind === 'invalid') found.push(...verdict.findings.map((one) => ({ file: path, ...one })));
  }
  return found;
}
