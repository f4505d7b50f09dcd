import type { BareRepository } from '../git/index.js';
import type { PullRequestState } from './pull-request-state.js';

/** What the fake keeps of a repository besides what is in Git. */
export interface RepositoryState {
  readonly owner: string;
  readonly name: string;
  readonly git: BareRepository;
  readonly pulls: PullRequestState[];
  readonly statuses: Map<string, Record<string, unknown>[]>;
}

/** A request to one repository. */
export interface RepositoryCall {
  readonly state: RepositoryState;
  readonly query: URLSearchParams;
  /** The JSON body; empty where there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Where the API is, for the links in answers. */
  readonly url: string;
}

/** An answer: a status and a JSON body. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Success with a body. */
export const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

/** Something was made. */
export const created = (body: unknown): ApiAnswer => ({ status: 201, body });
