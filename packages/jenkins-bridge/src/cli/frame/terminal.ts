/** A stream to write to. */
export interface OutputStream {
  write(text: string): void;
  readonly colors: boolean;
}

/** Where a command answers. */
export interface Terminal {
  /** The answer itself. */
  readonly stdout: OutputStream;
  /** Everything around the answer. */
  readonly stderr: OutputStream;
}
