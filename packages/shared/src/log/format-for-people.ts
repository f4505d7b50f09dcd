/** How a line is shown. */
export interface PeopleFormat {
  readonly color: boolean;
}

const levels: Readonly<Record<string, { readonly label: string; readonly color: number }>> = {
  error: { label: 'ERROR', color: 31 },
  warn: { label: 'WARN ', color: 33 },
  info: { label: 'INFO ', color: 32 },
  debug: { label: 'DEBUG', color: 90 },
};

/**
 * A line of the JSON log as a person reads it: `12:30:01 INFO  Image updated  app=web from=1.0 to=1.1`, an error with its hint and causes below.
 * A line that is no JSON object is passed on as it is.
 */
export function formatForPeople(line: string, { color }: PeopleFormat): string {
  const record = parseRecord(line);
  if (record === undefined) return line;
  const { level, time, msg, err, ...fields } = record;
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const shown = levels[String(level)] ?? { label: String(level), color: 39 };
  const head = [paint(90, clockTime(time)), paint(shown.color, shown.label), typeof msg === 'string' ? msg : ''];
  const tail = Object.entries(fields).map(([name, value]) => `${paint(90, `${name}=`)}${printField(value)}`);
  const body = [head.join(' '), tail.join(' ')].filter((part) => part !== '').join('  ');
  return `${[body, ...errorLines(err)].join('\n')}\n`;
}

function parseRecord(line: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    // Not ours, and a log does not fail for that.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function clockTime(time: unknown): string {
  return /T(\d\d:\d\d:\d\d)/.exec(String(time))?.[1] ?? '';
}

/** Quoted where it would not be seen where it ends: a value never starts a line of its own. */
function printField(value: unknown): string {
  return typeof value === 'string' && /^[^\s"'=\p{Cc}]+$/u.test(value) ? value : JSON.stringify(value);
}

function errorLines(error: unknown): string[] {
  if (!isRecord(error)) return error === undefined ? [] : [`  ${printField(error)}`];
  const { message, code, hint, stack, cause } = error;
  const first = `  ${printLine(message)}${code === undefined ? '' : ` (${printLine(code)})`}`;
  const trace = typeof stack === 'string' ? stack.split('\n').slice(1) : [];
  return [
    first,
    ...(hint === undefined ? [] : [`  → ${printLine(hint)}`]),
    ...trace.map((line) => `  ${line.trimEnd()}`),
    ...errorLines(cause).map((line, index) => (index === 0 ? `  caused by: ${line.trim()}` : `  ${line}`)),
  ];
}

function printLine(value: unknown): string {
  return String(value).replaceAll('\n', '\n    ');
}
