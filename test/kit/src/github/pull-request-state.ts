/** A pull request as the fake keeps it. */
export interface PullRequestState {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  merged: boolean;
  labels: string[];
  /** People by their names, teams as `team:name`. */
  reviewers: string[];
  /** Oldest first. */
  readonly comments: string[];
  autoMerge: boolean;
}
