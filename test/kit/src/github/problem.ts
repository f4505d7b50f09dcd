/** A refusal, as GitHub words it. */
export class GitHubProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What is not there, or may not be seen. */
export const notFound = (): GitHubProblem => new GitHubProblem(404, 'Not Found');
