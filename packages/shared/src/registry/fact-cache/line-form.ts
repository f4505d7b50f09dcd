import { createHash } from 'node:crypto';
import type { z } from 'zod';

/** How one thing that is kept is written as a line. */
export interface LineForm<Value> {
  /** A checksum of what follows, the name, the value. */
  format(name: string, value: Value): string;
  /** The value of a line; undefined where it is damaged or of an unknown form. */
  parse(line: string): Value | undefined;
}

const form = /^([0-9a-f]{16}) (\S+) (.*)$/;

/** Lines whose values are JSON that a schema accepts. Names have no blanks. */
export function createLineForm<Value>(schema: z.ZodType<Value>): LineForm<Value> {
  return {
    format(name, value) {
      const rest = `${name} ${JSON.stringify(value)}`;
      return `${checksum(rest)} ${rest}`;
    },
    parse(line) {
      const [, sum, name, json] = form.exec(line) ?? [];
      if (json === undefined || checksum(`${name} ${json}`) !== sum) return undefined;
      const result = schema.safeParse(parseJson(json));
      return result.success ? result.data : undefined;
    },
  };
}

/** What a line is about, unchecked: cheap, for an index. Undefined where it is no such line. */
export function nameOfLine(line: string): string | undefined {
  return form.exec(line)?.[2];
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The checksum held, so another version wrote it.
    return undefined;
  }
}
