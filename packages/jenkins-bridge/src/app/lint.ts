import { type LintFinding, lintJenkinsfile } from '../core/lint/lint-jenkinsfile.js';

/** A file to look at. */
export interface JenkinsfileText {
  readonly path: string;
  readonly text: string;
}

/** A finding, and the file that it is in. */
export interface PlacedFinding extends LintFinding {
  readonly file: string;
}

/** What became of a lint. */
export interface LintReport {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly PlacedFinding[];
}

/** Finds what is wrong with these Jenkinsfiles, in the order in which they are given. */
export function lintFiles(files: readonly JenkinsfileText[]): LintReport {
  const findings = files.flatMap(({ path, text }) =>
    lintJenkinsfile(text).map((finding) => ({ file: path, ...finding })),
  );
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { files: files.length, errors, warnings: findings.length - errors, findings };
}
