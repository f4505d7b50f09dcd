/** A stream to write to. */
export interface OutputStream {
  write(text: string): void;
  /** Resolves when whoever reads has taken what was written, as far as it is too much to keep. Absent where nothing is kept. */
  readonly drained?: (() => Promise<void>) | undefined;
  /** Whether a person looks at it. */
  readonly isTerminal: boolean;
  readonly colors: boolean;
  /** Characters in a line; undefined where there is no such bound. */
  readonly columns: number | undefined;
}

/** Where a command answers, and whom it can ask. */
export interface Terminal {
  /** The answer itself. */
  readonly stdout: OutputStream;
  /** Everything around the answer: errors, log, progress, questions. */
  readonly stderr: OutputStream;
  /** Undefined where nobody sits at a terminal. */
  readonly ask: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
}
