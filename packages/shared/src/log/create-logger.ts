import { type Logger as PinoLogger, pino } from 'pino';
import type { Clock, LogFields, Logger } from '../ports/index.js';
import { systemClock } from '../process/index.js';
import { formatForPeople } from './format-for-people.js';
import { printableFields } from './printable.js';

/** From the one that says least to the one that says most. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** How and where lines are written. */
export interface LoggerOptions {
  /** `json` for programs: one object a line. `text` for people. */
  readonly format: 'json' | 'text';
  readonly level: LogLevel;
  /** Where lines go, line break included: `process.stderr` where the answers of a command go to stdout. */
  readonly destination: { write(line: string): unknown };
  /** Colours for `text`. */
  readonly color?: boolean | undefined;
  readonly clock?: Clock | undefined;
}

/** A logger whose lines hold no secrets. Fields named `err` are errors. Lines are written at once, so that a crash loses none. */
export function createLogger({
  format,
  level,
  destination,
  color = false,
  clock = systemClock,
}: LoggerOptions): Logger {
  const people = { write: (line: string) => void destination.write(formatForPeople(line, { color })) };
  const machine = { write: (line: string) => void destination.write(line) };
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    // Errors are made printable before pino sees them.
    serializers: { err: (err: unknown) => err },
  };
  return wrap(pino(options, format === 'text' ? people : machine));
}

function wrap(inner: PinoLogger): Logger {
  const at =
    (level: Exclude<LogLevel, 'silent'>) =>
    (fields: LogFields, sentence: string): void => {
      if (inner.isLevelEnabled(level)) inner[level](printableFields(fields), sentence);
    };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: (fields) => wrap(inner.child(printableFields(fields))),
  };
}
