import type { SourceHistory } from './source-history.js';

/** What is known besides the candidates. */
export interface SelectionContext {
  /** Branches of the source repository, where they are known: a tag called like one moves, and is written only where no other is. */
  readonly branches?: ReadonlySet<string> | undefined;
  /** What the order `commit` goes by. */
  readonly history?: SourceHistory | undefined;
}
