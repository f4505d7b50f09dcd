const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const lies = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** A truth value as Go's ParseBool reads it; undefined for anything else, `yes` and the empty string included. */
export function parseBoolean(value: string): boolean | undefined {
  if (truths.has(value)) return true;
  return lies.has(value) ? false : undefined;
}
