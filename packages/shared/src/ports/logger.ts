/** Fields of a log line. Secrets print as `[redacted]` by themselves. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * The part of a logger that our code calls: a fixed sentence plus fields. `error` wakes an operator, `warn` is reviewed daily,
 * `info` is one line per decision, `debug` is for a person who looks for something.
 */
export interface Logger {
  error(fields: LogFields, sentence: string): void;
  warn(fields: LogFields, sentence: string): void;
  info(fields: LogFields, sentence: string): void;
  debug(fields: LogFields, sentence: string): void;
  /** A logger whose every line carries these fields too. */
  child(fields: LogFields): Logger;
}

const nothing = (): void => undefined;

/** A logger that says nothing: the default where the caller passes none. */
export const silentLogger: Logger = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  child: () => silentLogger,
};
