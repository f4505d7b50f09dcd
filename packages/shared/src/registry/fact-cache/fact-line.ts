import { createHash } from 'node:crypto';
import { type DigestFacts, digestFactsSchema } from '../facts/digest-facts.js';

const form = /^([0-9a-f]{16}) ([a-z0-9+._-]+:[a-zA-Z0-9=_-]+) (.*)$/;

/** One line of the cache's file: a checksum of what follows, the digest, its facts. */
export function formatFactLine(digest: string, facts: DigestFacts): string {
  const rest = `${digest} ${JSON.stringify(facts)}`;
  return `${checksum(rest)} ${rest}`;
}

/** The digest that a line is about, unchecked: cheap, for an index. Undefined where it is no such line. */
export function splitFactLine(line: string): string | undefined {
  return form.exec(line)?.[2];
}

/** The facts of a line; undefined where it is damaged or of an unknown form. */
export function parseFactLine(line: string): DigestFacts | undefined {
  const [, sum, digest, json] = form.exec(line) ?? [];
  if (json === undefined || checksum(`${digest} ${json}`) !== sum) return undefined;
  const result = digestFactsSchema.safeParse(parse(json));
  return result.success ? result.data : undefined;
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The checksum held, so another version wrote it.
    return undefined;
  }
}
